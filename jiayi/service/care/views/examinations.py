"""Pages of examinations: ask for one, with what others found; the list of those that were asked for."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.rulebook import find_value
from jiayi.foundation.ui.lists import ListFile, Taken, list_file, list_page, render_list
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.care import permissions, presenters, selectors, services
from jiayi.service.care.forms import ExaminationForm
from jiayi.service.care.services.examining import REASONS
from jiayi.service.care.terms import ExaminationOutcome

DONE = {
    ExaminationOutcome.USED: gettext_noop("已采用其他机构的结果，不再重复检查。"),
    ExaminationOutcome.REPEATED: gettext_noop("已登记复查原因，可以预约检查。"),
    ExaminationOutcome.NEW: gettext_noop("已登记检查申请，可以预约检查。"),
}


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def examine(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """Ask for an examination; `?item=` chooses it. A recognised result is shown before anything is ordered."""
    viewer, today = request.viewer, clock.today()
    resident = people.resident_for(viewer, resident_id, on=today, permission=permissions.WRITE)
    reasons = find_value(REASONS, today, list(organization.schemes_for(resident.region_id, today)))
    initial = {"item": request.GET.get("item", "")}
    form = ExaminationForm(request.POST or None, reasons=reasons.value if reasons else [], initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            asked = form.request(resident.id, uses=request.POST.get("decision") == "use")
            try:
                made = services.ask_examination(by=viewer, asked=asked, on=today)
            except (BadShape, LawBroken) as error:
                form.refuse(error)
                status = error.status
            else:
                messages.success(request, _(DONE[ExaminationOutcome(made.outcome)]))
                return redirect("care:results", resident_id=resident.id)
    else:
        audit.record_read(by=viewer, act="care.open_form", resident_ids=[resident.id])
    item = form.data.get("item") if form.is_bound else initial["item"]
    context = {"form": form, "resident": resident, "weighed": _weighed(request, resident, item or "")}
    return render(request, "care/examine.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def examinations(request: HttpRequest) -> HttpResponseBase:
    """What was asked for within reach, used, repeated or new; POST takes the list away as a file."""
    viewer, today = request.viewer, clock.today()
    if not viewer.can(permissions.READ):
        raise NotVisible
    spec = presenters.examination_list(viewer, request.GET.get("region", ""))
    page = list_page(spec, selectors.examinations(viewer, on=today), request.GET)
    if request.method == "POST":
        if not viewer.can(permissions.EXPORT):
            raise NotVisible
        file = ListFile(
            name=_("检查申请和互认"),
            columns=presenters.EXAMINATION_COLUMNS,
            record=partial(_taken, request),
            rows=lambda rows: (presenters.examination_row(one) for one in rows),
        )
        return list_file(request, page, file, at=clock.now())
    audit.record_read(by=viewer, act="care.list_examinations", resident_ids=[one.resident_id for one in page.rows])
    context = {"page": page.show(presenters.examination_row), "may_export": viewer.can(permissions.EXPORT)}
    return render_list(request, "care/examinations.html", context)


def _weighed(request: HttpRequest, resident: Any, item: str) -> dict[str, Any] | None:
    today = clock.today()
    own = selectors.own_institution(request.viewer, today)
    if not item or own is None:
        return None
    found = selectors.weigh_results(request.viewer, resident, item, own_level=own.level, on=today)
    return presenters.weighed_row(found, today) if found else None


def _taken(request: HttpRequest, taken: Taken) -> None:
    audit.record_reads(
        by=request.viewer, act="care.export_examinations", resident_ids=taken.resident_ids(), details=taken.details()
    )
