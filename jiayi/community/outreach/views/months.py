"""Months of teams: how all stand, one with its summary, its paper."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jiayi.community.outreach import permissions, presenters, selectors, services
from jiayi.community.outreach.forms import SummaryForm
from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, NotVisible
from jiayi.foundation.core.dates import month_end
from jiayi.foundation.documents.services import pdf_response
from jiayi.foundation.ui.lists import ListFile, RowsPage, list_file, render_list, rows_page

EARLIEST = 2000


@login_required
@require_http_methods(["GET", "POST"])
def months(request: HttpRequest) -> HttpResponseBase:
    """How every team within reach stands in a month; POST takes the table away as a file."""
    if not request.viewer.can(permissions.READ):
        raise NotVisible
    today = clock.today()
    choices = presenters.month_choices(today)
    chosen = request.GET.get("month", "")
    chosen = chosen if chosen in dict(choices) else choices[0][0]
    rows = selectors.team_months(request.viewer, dt.date.fromisoformat(f"{chosen}-01"), on=today)
    page = rows_page(presenters.month_list(rows, choices), rows, request.GET)
    if request.method == "POST":
        return _export(request, page)
    context = {
        "page": page,
        "cards": presenters.overview_cards(page.matching),
        "month": chosen,
        "may_export": request.viewer.can(permissions.EXPORT),
    }
    page.show(presenters.month_row)
    return render_list(request, "outreach/months.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def month(request: HttpRequest, team_id: UUID, year: int, month: int) -> HttpResponse:
    """One team's month, and its summary written by whoever may."""
    first = _first(year, month)
    page = _page(request, team_id, first)
    summary = page["summary"]
    may_write = page["may_write"]
    if request.method == "POST" and not may_write:
        raise NotVisible
    initial = {name: getattr(summary, name) for name in SummaryForm.base_fields} if summary else {}
    form = SummaryForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.write_summary(
                    by=request.viewer, team_id=team_id, month=first, on=clock.today(), **form.cleaned_data
                )
            except BadShape as error:
                form.refuse(error)
            else:
                messages.success(request, _("已保存月度小结。"))
                return redirect("outreach:month", team_id, year, month)
    return render(request, "outreach/month.html", page | {"form": form}, status=status)


@login_required
@require_GET
def paper(request: HttpRequest, team_id: UUID, year: int, month: int) -> HttpResponse:
    """The summary of a team's month as PDF."""
    first, today = _first(year, month), clock.today()
    row = selectors.team_month(request.viewer, team_id, first, on=today, permission=permissions.READ)
    audit.record(by=request.viewer, act="outreach.print_month", details={"team": str(team_id), "month": first})
    rows = selectors.activities_of_month(team_id, first)
    data = presenters.paper_data(row, rows, selectors.summary_of(team_id, first), today)
    return pdf_response(template="community/outreach/typst/month.typ", data=data, name=f"month-{first:%Y-%m}")


def _page(request: HttpRequest, team_id: UUID, first: dt.date) -> dict[str, Any]:
    today = clock.today()
    row = selectors.team_month(request.viewer, team_id, first, on=today, permission=permissions.READ)
    team = row.team
    place = {"region_code": team.region_code, "institution_id": team.institution_id, "team_id": team.id}
    page = presenters.month_page(
        row, selectors.activities_of_month(team_id, first), selectors.summary_of(team_id, first)
    )
    due = selectors.duties_due(team_id, month_end(first.year, first.month))
    return page | {
        "may_write": permissions.holds(request.viewer.scope(permissions.PLAN), **place),
        "may_do": permissions.holds(request.viewer.scope(permissions.WRITE), **place),
        "duties": presenters.duty_rows(due, today),
    }


def _first(year: int, month: int) -> dt.date:
    """The first day of a month that has begun; NotVisible otherwise."""
    if not 1 <= month <= 12 or year < EARLIEST or dt.date(min(year, 9999), month, 1) > clock.today():
        raise NotVisible
    return dt.date(year, month, 1)


def _export(request: HttpRequest, page: RowsPage) -> HttpResponseBase:
    """No resident is in the file."""
    if not request.viewer.can(permissions.EXPORT):
        raise NotVisible
    file = ListFile(
        name=_("各团队健康活动完成情况"),
        columns=presenters.MONTH_COLUMNS,
        record=lambda taken: audit.record(by=request.viewer, act="outreach.export_months", details=taken.details()),
        rows=lambda rows: (presenters.month_row(one) for one in rows),
    )
    return list_file(request, page, file, at=clock.now())
