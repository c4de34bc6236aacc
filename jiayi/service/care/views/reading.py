"""Read records: one, its print, and the lists."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.rulebook import find_value, rulebook
from jiayi.foundation.ui.lists import ListFile, ListPage, Taken, list_file, list_page, render_list
from jiayi.registry.organization import selectors as organization
from jiayi.service.care import permissions, presenters, selectors, services
from jiayi.service.care.forms import ReturnForm, ReviewForm
from jiayi.service.care.models import Record
from jiayi.service.care.selectors.definitions import permission_for
from jiayi.service.care.terms import HEALTH_PLAN

LATE_AFTER = "entry.late_after_days"


@login_required
@require_GET
def record(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """One record with its decision, its versions, and what is still to be done about it."""
    found = selectors.record_for(request.viewer, record_id)
    audit.record_read(by=request.viewer, act="care.open_record", resident_ids=[found.resident_id])
    return render(request, "care/record.html", _context(request, found, ReturnForm(clock.today())))


def plan_context(request: HttpRequest, found: Record) -> dict[str, object]:
    """Of a health plan, its reviews and whether the viewer may review it."""
    if found.form != HEALTH_PLAN:
        return {}
    return {
        "reviews": [presenters.review_line(one) for one in selectors.reviews_of(found)],
        "may_review": request.viewer.can(permissions.REVIEW_PLAN),
        "review_form": ReviewForm(),
    }


@login_required
@require_http_methods(["POST"])
def note_return(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """What came of the referral that the record asked for."""
    found = selectors.record_for(request.viewer, record_id, to_write=True)
    form = ReturnForm(clock.today(), request.POST)
    status = 422
    if form.is_valid():
        try:
            services.note_return(by=request.viewer, record_id=found.id, on=clock.today(), **form.cleaned_data)
        except (BadShape, LawBroken) as error:
            form.refuse(error)
            status = error.status
        else:
            messages.success(request, _("已登记转诊结果。"))
            return redirect("care:record", found.id)
    return render(request, "care/record.html", _context(request, found, form), status=status)


def _context(request: HttpRequest, found: Record, form: ReturnForm) -> dict[str, object]:
    definition = rulebook().forms.get(found.form)
    if definition is None:
        raise NotVisible
    schemes = organization.schemes_for(found.region_id, found.visit_on)
    late = find_value(LATE_AFTER, found.visit_on, schemes)
    versions = selectors.versions_of(found)
    siblings = selectors.siblings_of(request.viewer, found)
    may_write = request.viewer.can(permission_for(found.is_restricted, to_write=True))
    return plan_context(request, found) | {
        "page": presenters.record_page(found, definition, versions, late_after=late.value if late else None),
        "siblings": [presenters.record_row(one) for one in siblings],
        "may_write": may_write,
        "return_form": form,
    }


@login_required
@require_http_methods(["GET", "POST"])
def records(request: HttpRequest) -> HttpResponseBase:
    """Records within reach, the latest first; POST takes the list away as a file."""
    if not request.viewer.can(permissions.READ):
        raise NotVisible
    today, region = clock.today(), request.GET.get("region", "")
    spec = presenters.record_list(request.viewer, today, region)
    page = list_page(spec, selectors.records(request.viewer, on=today), request.GET)
    if request.method == "POST":
        return _export(request, page)
    _read(request, page, "care.list_records")
    context = {"page": page.show(presenters.record_row), "may_export": request.viewer.can(permissions.EXPORT)}
    return render_list(request, "care/records.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def enrolments(request: HttpRequest) -> HttpResponseBase:
    """People in programmes within reach, the nearest visit first; POST takes the list away as a file."""
    if not request.viewer.can(permissions.READ):
        raise NotVisible
    today = clock.today()
    spec = presenters.enrolment_list(request.viewer, today, request.GET.get("region", ""))
    page = list_page(spec, selectors.enrolments(request.viewer, on=today), request.GET)
    if request.method == "POST":
        return _export_enrolments(request, page)
    _read(request, page, "care.list_enrolments")
    context = {
        "page": page.show(partial(presenters.enrolment_row, on=today)),
        "may_export": request.viewer.can(permissions.EXPORT),
    }
    return render_list(request, "care/enrolments.html", context)


def _read(request: HttpRequest, page: ListPage, act: str) -> None:
    if shown := {row.resident_id for row in page.rows}:
        audit.record_read(by=request.viewer, act=act, resident_ids=shown)


def _export(request: HttpRequest, page: ListPage) -> HttpResponseBase:
    if not request.viewer.can(permissions.EXPORT):
        raise NotVisible
    file = ListFile(
        name=_("服务记录"),
        columns=presenters.RECORD_COLUMNS,
        record=partial(_taken, request, "care.export_records"),
        rows=lambda rows: (presenters.record_row(one) for one in rows),
    )
    return list_file(request, page, file, at=clock.now())


def _export_enrolments(request: HttpRequest, page: ListPage) -> HttpResponseBase:
    if not request.viewer.can(permissions.EXPORT):
        raise NotVisible
    today = clock.today()
    file = ListFile(
        name=_("在管人员"),
        columns=presenters.ENROLMENT_COLUMNS,
        record=partial(_taken, request, "care.export_enrolments"),
        rows=lambda rows: (presenters.enrolment_row(one, on=today) for one in rows),
    )
    return list_file(request, page, file, at=clock.now())


def _taken(request: HttpRequest, act: str, taken: Taken) -> None:
    if taken.is_whole:
        found = taken.page.matching.order_by().values_list("resident_id", flat=True).distinct()
    else:
        found = dict.fromkeys(row.resident_id for row in taken.page.rows)
    audit.record_reads(by=request.viewer, act=act, resident_ids=list(found), details=taken.details())
