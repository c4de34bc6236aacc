"""Fill in a form for a resident, with the decision live beside it; correct and void what was saved."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken
from jiayi.foundation.rulebook.schema import Form as Definition
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.care import presenters, selectors, services
from jiayi.service.care.faults import UNUSUAL, URGENT
from jiayi.service.care.forms import RecordForm, VoidForm
from jiayi.service.care.rules import deriving, filling, storing
from jiayi.service.care.selectors.definitions import form_for, permission_for

NOT_KEPT = ("csrfmiddlewaretoken", "submission_id", "confirmed", "acts_on_urgent", "copied")


@login_required
@require_http_methods(["GET", "POST"])
def new_record(request: HttpRequest, resident_id: UUID, form: str) -> HttpResponse:
    """A form for a resident; what was typed before and not saved is there again."""
    definition = form_for(request.viewer, form, to_write=True)
    resident = _resident(request, resident_id, definition)
    if request.method == "GET":
        audit.record_read(by=request.viewer, act="care.open_form", resident_ids=[resident.id])
        draft = selectors.draft_of(request.viewer, resident.id, form)
        filled = RecordForm(definition, clock.today(), initial=_initial(definition, draft.data if draft else {}))
        return _page(request, resident, filled, draft=draft)
    filled = RecordForm(definition, clock.today(), request.POST)
    if not filled.is_valid():
        return _page(request, resident, filled, status=422)
    try:
        record = services.save_record(
            by=request.viewer,
            asked=filled.request(resident.id, copied=tuple(request.POST.getlist("copied"))),
            on=clock.today(),
            at=clock.now(),
            confirmed=frozenset(request.POST.getlist("confirmed")),
            acts_on_urgent="acts_on_urgent" in request.POST,
        )
    except (BadShape, LawBroken) as error:
        return _refused(request, resident, filled, error)
    messages.success(request, _("已保存。"))
    return redirect("care:record", record.id)


@login_required
@require_http_methods(["GET", "POST"])
def correct_record(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """The record as it stands, to be corrected: the former version stays."""
    record = selectors.record_for(request.viewer, record_id, to_write=True)
    definition = form_for(request.viewer, record.form, to_write=True)
    current = selectors.versions_of(record)[0]
    if request.method == "GET":
        audit.record_read(by=request.viewer, act="care.open_form", resident_ids=[record.resident_id])
        given = storing.typed(definition, current.values) | {"visit_on": record.visit_on, "mode": record.mode}
        return _page(request, record.resident, RecordForm(definition, clock.today(), initial=given), record=record)
    filled = RecordForm(definition, clock.today(), request.POST)
    if not filled.is_valid():
        return _page(request, record.resident, filled, record=record, status=422)
    try:
        services.correct_record(
            by=request.viewer,
            record_id=record.id,
            version=int(request.POST.get("version") or 0),
            asked=filled.request(record.resident_id, note=request.POST.get("note", "")[:200]),
            on=clock.today(),
            at=clock.now(),
            confirmed=frozenset(request.POST.getlist("confirmed")),
        )
    except (BadShape, LawBroken) as error:
        return _refused(request, record.resident, filled, error, record=record)
    messages.success(request, _("已更正，原来的内容保留在历史版本中。"))
    return redirect("care:record", record.id)


@login_required
@require_http_methods(["GET", "POST"])
def void_record(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Take back a record that was entered by mistake."""
    record = selectors.record_for(request.viewer, record_id, to_write=True)
    form = VoidForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            services.void_record(
                by=request.viewer,
                record_id=record.id,
                note=form.cleaned_data["note"],
                on=clock.today(),
                at=clock.now(),
            )
        except (BadShape, LawBroken) as error:
            form.refuse(error)
            status = error.status
        else:
            messages.success(request, _("已作废。"))
            return redirect("care:record", record.id)
    context = {
        "form": form,
        "heading": _("作废服务记录"),
        "action": _("确认作废"),
        "back": ("care:record", record.id),
        "name": record.resident.name,
        "help": _("作废的记录仍可查阅，但不再计入随访、履约和统计。"),
    }
    return render(request, "care/act.html", context, status=422 if form.errors and status == 200 else status)


@login_required
@require_POST
def judge(request: HttpRequest, resident_id: UUID, form: str) -> HttpResponse:
    """What the decision says of the fields so far, as they are typed; they are kept as a draft."""
    definition = form_for(request.viewer, form, to_write=True)
    resident = _resident(request, resident_id, definition)
    filled = RecordForm(definition, clock.today(), request.POST)
    filled.is_valid()
    if "version" not in request.POST:
        kept = {key: request.POST.getlist(key) for key in request.POST if key not in NOT_KEPT}
        services.save_draft(by=request.viewer, resident_id=resident.id, form=form, data=kept)
    visit_on = filled.cleaned_data.get("visit_on") or clock.today()
    facts = people.facts_of([resident.id], visit_on)[resident.id]
    typed = deriving.with_derived(definition, filled.values(), visit_on=visit_on)
    values = filling.kept_values(definition, typed, asdict(selectors.person_on(facts, visit_on)))
    found = selectors.judge(
        definition,
        values,
        facts=facts,
        schemes=tuple(organization.schemes_for(resident.region_id, visit_on)),
        visit_on=visit_on,
    )
    shown = presenters.judgement_of(definition, values, found, visit_on=visit_on)
    return render(request, "care/judgement.html", {"judgement": shown})


@login_required
@require_POST
def drop_draft(request: HttpRequest, resident_id: UUID, form: str) -> HttpResponse:
    """Forget what was typed, and begin anew."""
    definition = form_for(request.viewer, form, to_write=True)
    resident = _resident(request, resident_id, definition)
    services.drop_draft(by=request.viewer, resident_id=resident.id, form=form)
    return redirect("care:new_record", resident.id, form)


def _resident(request: HttpRequest, resident_id: UUID, definition: Definition) -> Any:
    permission = permission_for(definition.restricted, to_write=True)
    return people.resident_for(request.viewer, resident_id, on=clock.today(), permission=permission)


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


def _refused(
    request: HttpRequest, resident: Any, filled: RecordForm, error: BadShape | LawBroken, *, record: Any = None
) -> HttpResponse:
    unusual = [breach["field"] for breach in error.breaches] if error.code == UNUSUAL else []
    filled.refuse(error)
    return _page(
        request,
        resident,
        filled,
        record=record,
        unusual=unusual,
        is_urgent=error.code == URGENT,
        status=error.status,
    )


def _page(
    request: HttpRequest,
    resident: Any,
    filled: RecordForm,
    *,
    record: Any = None,
    draft: Any = None,
    unusual: list[str] | None = None,
    is_urgent: bool = False,
    status: int = 200,
) -> HttpResponse:
    definition = filled.definition
    before = selectors.last_version(resident.id, definition.form, except_for=record.id if record else None)
    last = storing.typed(definition, before.values) if before else {}
    facts = people.facts_of([resident.id], clock.today())[resident.id]
    context = {
        "form": filled,
        "definition": definition,
        "resident": resident,
        "age": facts.age,
        "sections": presenters.sections_of(
            filled, last=last, unusual=unusual or [], given=asdict(selectors.person_on(facts, clock.today()))
        ),
        "last_on": before.record.visit_on if before else None,
        "record": record,
        "draft": draft,
        "unusual": unusual or [],
        "confirmed": [*request.POST.getlist("confirmed"), *(unusual or [])],
        "is_urgent": is_urgent,
        "note": request.POST.get("note", ""),
    }
    return render(request, "care/fill.html", context, status=status)
