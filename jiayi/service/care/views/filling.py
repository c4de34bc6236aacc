"""Fill in a form for a resident, with the decision live beside it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken
from jiayi.foundation.rulebook.schema import Form as Definition
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.care import presenters, selectors, services
from jiayi.service.care.forms import RecordForm
from jiayi.service.care.selectors.definitions import form_for, permission_for

from .form_page import form_address, form_page, known_of, refused

NOT_KEPT = ("csrfmiddlewaretoken", "submission_id", "confirmed", "acts_on_urgent", "copied", "measured", "combine")


@login_required
@require_http_methods(["GET", "POST"])
def new_record(request: HttpRequest, resident_id: UUID, form: str) -> HttpResponse:
    """A form for a resident; what was typed before and not saved is there again. `also`: forms it counts for too."""
    also = tuple(dict.fromkeys(request.GET.getlist("also")))
    definition = form_for(request.viewer, form, also=also, to_write=True)
    resident = _resident(request, resident_id, definition)
    if request.method == "GET":
        audit.record_read(by=request.viewer, act="care.open_form", resident_ids=[resident.id])
        draft = selectors.draft_of(request.viewer, resident.id, form)
        today = selectors.measured_on(request.viewer, resident.id, clock.today())
        known = known_of(request, definition, resident.id)
        facts = {code: one["known_value"] for code, one in known.items() if one["known_value"] is not None}
        measured = presenters.measured_values(definition, today)
        initial = facts | measured | _initial(definition, draft.data if draft else {})
        filled = RecordForm(definition, clock.today(), initial=initial)
        return form_page(request, resident, filled, draft=draft, also=also)
    if "combine" in request.POST:
        _keep_draft(request, resident.id, form)
        return redirect(form_address("new_record", resident.id, form, sorted({*also} ^ {request.POST["combine"]})))
    filled = RecordForm(definition, clock.today(), request.POST)
    if not filled.is_valid():
        return form_page(request, resident, filled, also=also, status=422)
    try:
        records = services.save_visit(
            by=request.viewer,
            asked=filled.request(resident.id, **_marks(request), also=also),
            on=clock.today(),
            at=clock.now(),
            confirmed=frozenset(request.POST.getlist("confirmed")),
            acts_on_urgent="acts_on_urgent" in request.POST,
        )
    except (BadShape, LawBroken) as error:
        return refused(request, resident, filled, error, also=also)
    messages.success(request, _saved(len(records)))
    return redirect("care:record", records[0].id)


@login_required
@require_POST
def judge(request: HttpRequest, resident_id: UUID, form: str) -> HttpResponse:
    """What the decision says of the fields so far, as they are typed; they are kept as a draft."""
    definition = form_for(request.viewer, form, also=request.GET.getlist("also"), to_write=True)
    resident = _resident(request, resident_id, definition)
    filled = RecordForm(definition, clock.today(), request.POST)
    filled.is_valid()
    if "version" not in request.POST:
        _keep_draft(request, resident.id, form)
    visit_on = filled.cleaned_data.get("visit_on") or clock.today()
    judged = selectors.judge_parts(
        definition,
        filled.values(),
        facts=people.facts_of([resident.id], visit_on)[resident.id],
        schemes=tuple(organization.schemes_for(resident.region_id, visit_on)),
        visit_on=visit_on,
    )
    return render(request, "care/judgement.html", {"judgements": presenters.judgements_of(judged)})


@login_required
@require_POST
def drop_draft(request: HttpRequest, resident_id: UUID, form: str) -> HttpResponse:
    """Forget what was typed, and begin anew."""
    definition = form_for(request.viewer, form, to_write=True)
    resident = _resident(request, resident_id, definition)
    services.drop_draft(by=request.viewer, resident_id=resident.id, form=form)
    return redirect("care:new_record", resident.id, form)


def _marks(request: HttpRequest) -> dict[str, Any]:
    """Which values were taken over from last time, and which from what was measured today."""
    return {"copied": tuple(request.POST.getlist("copied")), "measured": request.POST.getlist("measured")}


def _resident(request: HttpRequest, resident_id: UUID, definition: Definition) -> Any:
    permission = permission_for(definition.restricted, to_write=True)
    return people.resident_for(request.viewer, resident_id, on=clock.today(), permission=permission)


def _keep_draft(request: HttpRequest, resident_id: UUID, form: str) -> None:
    kept = {key: request.POST.getlist(key) for key in request.POST if key not in NOT_KEPT}
    services.save_draft(by=request.viewer, resident_id=resident_id, form=form, data=kept)


def _saved(count: int) -> str:
    if count == 1:
        return _("已保存。")
    return ngettext("已保存，本次随访形成 %(n)s 份记录。", "已保存，本次随访形成 %(n)s 份记录。", count) % {"n": count}


def _initial(definition: Definition, kept: dict[str, list[str]]) -> dict[str, Any]:
    """A draft as initial values of the form's fields; rows are put together again."""
    form = RecordForm(definition, clock.today(), _Sent(kept))
    return (
        {name: form[name].data for name in form.fields if name != "submission_id" and form[name].data} if kept else {}
    )


class _Sent(dict[str, Any]):
    """A kept draft in the manner of a posted form."""

    def get(self, key: str, default: Any = None) -> Any:
        return super().get(key, [default])[-1]

    def getlist(self, key: str) -> list[Any]:
        return super().get(key, [])
