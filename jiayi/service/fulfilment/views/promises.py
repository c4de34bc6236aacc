"""What an agreement promised and what was done of it; who is signed and not served."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.ui.lists import ListFile, ListPage, Taken, list_file, list_page, render_list
from jiayi.service.fulfilment import permissions, presenters, selectors


@login_required
@require_GET
def agreement(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """What this agreement promised by year, what was done, what remains, and whether it is effective."""
    promises = selectors.promises_of(request.viewer, agreement_id, clock.today())
    found = promises.agreement
    audit.record_read(by=request.viewer, act="fulfilment.read_promises", resident_ids=[found.resident_id])
    context = presenters.promises_page(promises, clock.today()) | {
        "agreement": found,
        "resident": found.resident,
        "may_record": request.viewer.can(permissions.RECORD, found.resident.region_id),
    }
    return render(request, "fulfilment/agreement.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def unserved(request: HttpRequest) -> HttpResponseBase:
    """Who is signed and not served, by name; POST takes the list away as a file."""
    rows = selectors.unserved(request.viewer)
    spec = presenters.unserved_list(request.viewer, clock.today(), request.GET.get("region", ""))
    page = list_page(spec, rows, request.GET)
    if request.method == "POST":
        return _export(request, page)
    audit.record_read(
        by=request.viewer, act="fulfilment.list_unserved", resident_ids=[one.resident_id for one in page.rows]
    )
    page.show(lambda one: presenters.unserved_row(one, on=clock.today()))
    context = {
        "page": page,
        "may_export": request.viewer.can(permissions.EXPORT),
        "may_record": request.viewer.can(permissions.RECORD),
    }
    return render_list(request, "fulfilment/unserved.html", context)


def _export(request: HttpRequest, page: ListPage) -> HttpResponseBase:
    if not request.viewer.can(permissions.EXPORT):
        raise NotVisible
    file = ListFile(
        name=_("签而未服名单"),
        columns=presenters.unserved_columns(),
        record=lambda taken: _record_taken(request, taken),
        rows=lambda rows: presenters.unserved_rows(rows, on=clock.today()),
    )
    return list_file(request, page, file, at=clock.now())


def _record_taken(request: HttpRequest, taken: Taken) -> None:
    """Everybody whose row leaves is on record, in entries of a bearable length."""
    ids = taken.resident_ids()
    audit.record_reads(by=request.viewer, act="fulfilment.export_unserved", resident_ids=ids, details=taken.details())
