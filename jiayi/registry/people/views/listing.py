"""The list of residents: filters, order, pages, export."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.ui.lists import ListFile, ListPage, Taken, list_file, list_page, render_list
from jiayi.registry.people import selectors
from jiayi.registry.people.listing import EXPORT_COLUMNS, cards, export_rows, residents_list
from jiayi.registry.people.permissions import EXPORT_ROWS, RESIDENT_READ, RESIDENT_WRITE, require


def _page_of(request: HttpRequest) -> ListPage:
    require(request.viewer, RESIDENT_READ)
    today = clock.today()
    spec = residents_list(request.viewer, _chosen_region(request), today)
    rows = selectors.residents(request.viewer, on=today).select_related("region", "household")
    return list_page(spec, rows, request.GET)


def _chosen_region(request: HttpRequest) -> str:
    region = request.GET.get("region", "")
    return region if region.isascii() and region.isdigit() and len(region) <= 12 else ""


@login_required
@require_GET
def residents(request: HttpRequest) -> HttpResponse:
    """Residents in reach, by village and name."""
    page = _page_of(request)
    shown = [resident.id for resident in page.rows]
    page.rows = cards(page.rows, clock.today())
    audit.record_read(by=request.viewer, act="people.list_residents", resident_ids=shown)
    context = {"page": page, "may_write": request.viewer.can(RESIDENT_WRITE)}
    return render_list(request, "people/residents.html", context)


@login_required
@require_POST
def export_residents(request: HttpRequest) -> HttpResponseBase:
    """The list as a file; numbers in full only for who may export rows."""
    page, today = _page_of(request), clock.today()
    in_full = request.viewer.can(EXPORT_ROWS)
    file = ListFile(
        name=_("居民名册"),
        columns=EXPORT_COLUMNS,
        record=lambda taken: _record_export(request, taken, in_full),
        rows=lambda rows: export_rows(rows, today, in_full=in_full),
    )
    return list_file(request, page, file, at=clock.now())


def _record_export(request: HttpRequest, taken: Taken, in_full: bool) -> None:
    """Every id that left the system is kept, in entries of a bearable length."""
    ids = taken.resident_ids("pk")
    details = taken.details() | {"rows": len(ids), "numbers": "full" if in_full else "masked"}
    audit.record_reads(by=request.viewer, act="people.export_residents", resident_ids=ids, details=details)
