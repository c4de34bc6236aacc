"""Acts over many: what was done, a wizard for each kind (choose, preview, confirm), and how it is undone."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.jobs import selectors as jobs
from jiayi.foundation.ui.lists import list_page
from jiayi.foundation.ui.wording import label_of
from jiayi.registry.organization import selectors, services
from jiayi.registry.organization.forms.reorganizing import FORMS, ReorganizationForm, UndoForm
from jiayi.registry.organization.permissions import REORGANIZE
from jiayi.registry.organization.presenters import reorganizations as words
from jiayi.registry.organization.terms import ReorganizationKind
from jiayi.registry.organization.views.answers import form_page, list_or_file, saved


@require_http_methods(["GET", "POST"])
def reorganizations(request: HttpRequest) -> HttpResponseBase:
    """What was merged, split and renamed where the viewer may do so."""
    _require(request)
    page = list_page(words.reorganization_list(), selectors.reorganizations(request.viewer), request.GET)
    return list_or_file(
        request,
        page,
        template="organization/reorganizations.html",
        present=words.reorganization_row,
        name=_("机构团队调整"),
        act="organization.export_reorganizations",
        columns=words.COLUMNS,
        context={"kinds": words.kinds()},
    )


@require_http_methods(["GET", "POST"])
def reorganize(request: HttpRequest, kind: str) -> HttpResponse:
    """Choose the township and what is to change, see what would come of it, do it."""
    _require(request)
    if kind not in FORMS:
        raise NotVisible
    townships = list(selectors.townships_to_reorganize(request.viewer))
    chosen = request.GET.get("township", "") or (townships[0].code if len(townships) == 1 else "")
    heading = label_of(ReorganizationKind, kind)
    if chosen not in {township.code for township in townships}:
        return render(request, "organization/choose_township.html", {"heading": heading, "places": townships})
    form = FORMS[ReorganizationKind(kind)](request.viewer, chosen, clock.today(), request.POST or None)
    context = {"heading": heading, "kind": kind, "steps": [_("选择"), _("核对影响"), _("完成")], "step": 1}
    if request.method == "GET" or "choose" in request.POST or not form.is_valid():
        if "choose" in request.POST:
            form.errors.clear()
        return form_page(request, "organization/reorganize.html", form, context)
    if "confirm" in request.POST:
        done = saved(form, form.act())
        if done is not None:
            messages.success(request, _("已办理：%(kind)s。") % {"kind": heading})
            return redirect("organization:reorganization", done.id)
        return form_page(request, "organization/reorganize.html", form, context)
    return form_page(request, "organization/reorganize.html", form, context | _previewed(form))


def _previewed(form: ReorganizationForm) -> dict:
    trial = services.try_out(form.act())
    return {"step": 2, "trial": trial, "changes": words.changed_rows(trial.counts)}


@require_GET
def reorganization(request: HttpRequest, act_id: UUID) -> HttpResponse:
    """One act: what it changed, and the way back."""
    return _act_page(request, act_id, UndoForm())


@require_POST
def undo_reorganization(request: HttpRequest, act_id: UUID) -> HttpResponse:
    """Take an act back, for a reason, while nothing was built on it."""
    act = selectors.reorganization_for(request.viewer, act_id)
    form = UndoForm(request.POST)
    if not form.is_valid():
        return _act_page(request, act_id, form, status=422)
    try:
        services.undo_reorganization(
            by=request.viewer,
            act_id=act.id,
            reason=form.cleaned_data["reason"],
            on=clock.today(),
            at=clock.now(),
        )
    except (LawBroken, BadShape) as error:
        form.refuse(error)
        return _act_page(request, act_id, form, status=error.status)
    messages.success(request, _("已撤销，各项恢复到调整之前。"))
    return redirect("organization:reorganization", act.id)


def _act_page(request: HttpRequest, act_id: UUID, form: UndoForm, status: int = 200) -> HttpResponse:
    act = selectors.reorganization_for(request.viewer, act_id)
    context = {
        "act": act,
        "row": words.reorganization_row(act),
        "changes": words.changed_rows(act.counts),
        "runs": words.run_rows(jobs.runs(request.viewer, about={"act_id": str(act.id)})),
        "form": form,
        "refusal": getattr(form, "refusal", None),
    }
    return render(request, "organization/reorganization.html", context, status=status)


def _require(request: HttpRequest) -> None:
    if not request.viewer.can(REORGANIZE):
        raise NotVisible
