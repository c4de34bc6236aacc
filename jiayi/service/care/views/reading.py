"""Lists of records and of people in programmes."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.ui.lists import ListFile, ListPage, Taken, list_file, list_page, render_list
from jiayi.service.care import permissions, presenters, selectors


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
    audit.record_reads(by=request.viewer, act=act, resident_ids=taken.resident_ids(), details=taken.details())
