"""Which team a new activity, meeting or plan is of."""

import datetime as dt
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiayi.community.outreach import permissions, selectors
from jiayi.foundation.base.errors import NotVisible


def chosen_team(
    request: HttpRequest, on: dt.date, *, heading: str, permission: str = permissions.WRITE
) -> UUID | HttpResponse:
    """The team that the address names or the only one there is; else the page to choose it."""
    if not request.viewer.can(permission):
        raise NotVisible
    teams = selectors.teams_to_plan(request.viewer, on=on, permission=permission)
    named = next((key for key, _name in teams if str(key) == request.GET.get("team", "")), None)
    if named or len(teams) == 1:
        return named or teams[0][0]
    return render(request, "outreach/choose_team.html", {"teams": teams, "heading": heading})
