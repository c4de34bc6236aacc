"""A community's month on one page, made to be printed."""

import datetime as dt
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jiayi.community.communities import presenters, selectors
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.core.dates import add_months

from .places import frame


@login_required
@require_GET
def month(request: HttpRequest, community_id: UUID, year: int, month: int) -> HttpResponse:
    """Attendance, absences, findings, duties, incidents of a month (S2.5-19)."""
    found = selectors.community_for(request.viewer, community_id)
    try:
        first = dt.date(year, month, 1)
    except ValueError as error:
        raise NotVisible from error
    figures = selectors.month_of(found, first, on=clock.today())
    context = frame(request, found, "month") | {
        "first": first,
        "before": add_months(first, -1),
        "after": add_months(first, 1) if first < clock.today().replace(day=1) else None,
        "cards": presenters.month_cards(figures),
        "tables": presenters.month_tables(figures),
    }
    return render(request, "communities/month.html", context)
