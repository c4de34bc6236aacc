"""How many sessions were held and who came, by institution and month; which villages lack rounds."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.core.dates import add_months, month_end
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListFile, RowsPage, list_file, render_list, rows_page
from jiayi.service.scheduling import permissions, presenters, selectors

MONTHS = 12


@login_required
@require_http_methods(["GET", "POST"])
def counts(request: HttpRequest) -> HttpResponseBase:
    """The last twelve months and this one; POST takes the table away as a file."""
    _require(request)
    today = clock.today()
    since = add_months(today.replace(day=1), -MONTHS)
    rows = selectors.monthly_counts(request.viewer, since=since, until=month_end(today.year, today.month))
    page = rows_page(presenters.count_list(rows), rows, request.GET)
    if request.method == "POST":
        return _export(request, page, _("门诊和巡诊统计"), presenters.COUNT_COLUMNS, presenters.count_row)
    context = {
        "page": page,
        "cards": presenters.totals(page.matching),
        "chart": presenters.count_chart(page.matching),
        "may_export": request.viewer.can(permissions.EXPORT),
        "today": today,
    }
    page.show(presenters.count_row)
    return render_list(request, "scheduling/statistics.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def villages(request: HttpRequest) -> HttpResponseBase:
    """How each village stands with its rounds; POST takes the table away as a file."""
    _require(request)
    rows = selectors.villages_reached(request.viewer, on=clock.today())
    page = rows_page(presenters.village_list(rows), rows, request.GET)
    if request.method == "POST":
        return _export(request, page, _("各村巡诊情况"), presenters.VILLAGE_COLUMNS, presenters.village_row)
    lacking = sum(row.reach.state != "ok" for row in rows)
    page.show(presenters.village_row)
    context = {
        "page": page,
        "lacking": lacking,
        "total": len(rows),
        "may_export": request.viewer.can(permissions.EXPORT),
    }
    return render_list(request, "scheduling/villages.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def bed_days(request: HttpRequest) -> HttpResponseBase:
    """Occupied elderly-care beds by month with their subsidy; POST takes the table away as a file."""
    if not request.viewer.can(permissions.SLOT_READ):
        raise NotVisible
    today = clock.today()
    since = add_months(today.replace(day=1), -MONTHS)
    rows = selectors.bed_months(request.viewer, since=since, on=today)
    page = rows_page(presenters.bed_list(rows), rows, request.GET)
    if request.method == "POST":
        return _export(request, page, _("医养结合床位补助"), presenters.BED_COLUMNS, presenters.bed_row)
    context = {
        "cards": presenters.bed_totals(page.matching),
        "may_export": request.viewer.can(permissions.EXPORT),
    }
    page.show(presenters.bed_row)
    return render_list(request, "scheduling/bed_days.html", context | {"page": page})


def _require(request: HttpRequest) -> None:
    if not request.viewer.can(permissions.READ):
        raise NotVisible


def _export(
    request: HttpRequest, page: RowsPage, name: str, columns: Sequence[Column], show: Callable[[Any], Any]
) -> HttpResponseBase:
    """Numbers only: no resident is in the file."""
    if not request.viewer.can(permissions.EXPORT):
        raise NotVisible
    file = ListFile(
        name=name,
        columns=columns,
        record=lambda taken: audit.record(
            by=request.viewer, act="scheduling.export_statistics", details=taken.details()
        ),
        rows=lambda rows: (show(one) for one in rows),
    )
    return list_file(request, page, file, at=clock.now())
