"""The board of indicators: a region, the regions below it, as a page and as a file."""

import datetime as dt

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.core.dates import parse_iso_day
from jiayi.foundation.ui.exports import ExportNote, export_response
from jiayi.registry.organization import selectors as organization
from jiayi.service.prescriptions import permissions, presenters, selectors


@login_required
@require_http_methods(["GET", "POST"])
def board(request: HttpRequest) -> HttpResponseBase:
    """Indicators of long-term prescriptions this year, or in the days asked for; POST takes the table away."""
    viewer = request.viewer
    if not viewer.can(permissions.READ):
        raise NotVisible
    places = organization.place_choices(viewer, permissions.READ, request.GET.get("region", ""))
    if not places:
        raise NotVisible
    asked = request.GET.get("region", "")
    region = asked if asked in dict(places) else places[0][0]
    today = clock.today()
    until = min(_day(request.GET.get("until", "")) or today, today)
    since = _day(request.GET.get("since", "")) or dt.date(until.year, 1, 1)
    page = presenters.board_page(selectors.board(viewer, region, since=min(since, until), until=until))
    if request.method == "POST":
        kind = "csv" if request.POST.get("export", "").endswith("csv") else "xlsx"
        note = ExportNote(viewer.actor_name, clock.now(), f"{page['whole']['name']} {since} – {until}")
        rows = [page["whole"], *page["rows"]]
        return export_response(kind, name=_("长期处方指标"), columns=presenters.BOARD_COLUMNS, rows=rows, note=note)
    context = {"page": page, "places": places, "region": region, "since": since, "until": until, "today": today}
    return render(request, "prescriptions/board.html", context)


def _day(text: str) -> dt.date | None:
    try:
        return parse_iso_day(text)
    except ValueError:
        return None
