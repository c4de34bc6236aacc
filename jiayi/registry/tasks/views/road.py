"""The order of a team's home rounds: its villages, and the households of each."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.registry.tasks import selectors, services
from jiayi.registry.tasks.permissions import ASSIGN

FAR = 10**6  # for those without a number


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def villages(request: HttpRequest, team_id: UUID) -> HttpResponse:
    """The villages of a team in the order of its rounds; POST sets the order."""
    today = clock.today()
    is_writing = request.method == "POST"
    team = selectors.team_for_road(request.viewer, team_id, on=today, to_write=is_writing)
    found = selectors.villages_in_order(team.id, today)
    if is_writing:
        codes = in_order(request.POST, [code for code, _name in found])
        services.order_villages(by=request.viewer, team_id=team.id, codes=codes, on=today)
        messages.success(request, _("已保存村的顺序。"))
        return redirect("tasks:road", team.id)
    rows = [{"id": code, "name": name, "note": "", "code": code} for code, name in found]
    return render(request, "tasks/road.html", {"team": team, "rows": rows, "may_write": request.viewer.can(ASSIGN)})


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def households(request: HttpRequest, team_id: UUID, region_code: str) -> HttpResponse:
    """The households of a village in the order of a team's rounds; POST sets the order."""
    today = clock.today()
    is_writing = request.method == "POST"
    team = selectors.team_for_road(request.viewer, team_id, on=today, to_write=is_writing)
    found = list(selectors.households_in_order(request.viewer, team.id, region_code))
    if is_writing:
        ids = [UUID(text) for text in in_order(request.POST, [str(one.id) for one in found])]
        services.order_households(by=request.viewer, team_id=team.id, region_code=region_code, ids=ids, on=today)
        messages.success(request, _("已保存入户顺序。"))
        return redirect("tasks:road_of_village", team.id, region_code)
    heads = [one.head_id for one in found if one.head_id]
    audit.record_read(by=request.viewer, act="tasks.open_road", resident_ids=heads)
    rows = [
        {"id": str(one.id), "name": one.head.name if one.head else one.number, "note": one.address} for one in found
    ]
    context = {
        "team": team,
        "village": dict(selectors.villages_in_order(team.id, today)).get(region_code, region_code),
        "rows": rows,
        "may_write": request.viewer.can(ASSIGN),
    }
    return render(request, "tasks/road.html", context)


def in_order(given: QueryDict, ids: Sequence[str]) -> list[str]:
    """The ids by the numbers that the page sent as order.<id>; those without one keep their place after them."""
    places = {one: _number(given.get(f"order.{one}", "")) for one in ids}
    return sorted(ids, key=lambda one: places[one])


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else FAR
