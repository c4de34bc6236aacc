"""The page of work done in a month, by team and kind."""

import datetime as dt

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.core.dates import month_end, parse_iso_day
from jiayi.service.care import permissions, selectors
from jiayi.service.care.presenters.work import work_table


@login_required
@require_GET
def work(request: HttpRequest) -> HttpResponse:
    """Numbers only; the records behind each stand in the list that it leads to."""
    if not request.viewer.can(permissions.READ):
        raise NotVisible
    today = clock.today()
    since = _month(request.GET.get("month", ""), today)
    until = month_end(since.year, since.month)
    rows = selectors.work_done(request.viewer, since=since, until=until, on=today)
    context = {"table": work_table(rows, since, until), "month": f"{since:%Y-%m}", "latest": f"{today:%Y-%m}"}
    return render(request, "care/work.html", context)


def _month(text: str, today: dt.date) -> dt.date:
    """The first day of the month asked for; of this month where it cannot be read."""
    try:
        return parse_iso_day(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
