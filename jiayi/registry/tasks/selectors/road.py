"""The order in which a team walks its villages and their households."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.registry.tasks.models import RoadStop
from jiayi.registry.tasks.permissions import ASSIGN, READ

LAST = 2**31 - 1  # after every stop that somebody has set


def team_for_road(viewer: Viewer, team_id: UUID, *, on: dt.date, to_write: bool = False) -> Any:
    """The team (as organization gives it) whose round the viewer may see, or set; NotVisible otherwise."""
    team = organization.team_for(viewer, team_id, on=on)
    scope = viewer.scope(ASSIGN if to_write else READ)
    reaches = team.id in scope.team_ids or team.institution_id in scope.institution_ids
    if not (reaches or scope.holds_region(team.institution.region_id)):
        raise NotVisible
    return team


def villages_in_order(team_id: UUID, on: dt.date) -> list[tuple[str, str]]:
    """The villages of the team's areas (code and name) in the order of its rounds; without one, by code. Two queries.

    No viewer: which villages a team has is public to all staff.
    """
    codes = organization.villages_of_teams([team_id], on).get(team_id, [])
    stops = RoadStop.objects.filter(team_id=team_id, household=None).values_list("region_id", "position")
    places = dict(stops)
    names = organization.region_names(codes)
    return [(code, names.get(code, code)) for code in sorted(codes, key=lambda code: (places.get(code, LAST), code))]


def households_in_order(viewer: Viewer, team_id: UUID, region_code: str) -> QuerySet:
    """The households of a village in reach in the order of a team's rounds; without one, by address."""
    stop = RoadStop.objects.filter(team_id=team_id, household=OuterRef("pk")).values("position")[:1]
    found = people.households(viewer, region=region_code).select_related("head")
    placed = found.annotate(place=Coalesce(Subquery(stop), LAST), natural_address=people.natural(F("address")))
    return placed.order_by("place", "natural_address", "id")
