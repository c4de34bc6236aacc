"""Whether institutions have what the scheme wants each of them to have (五个有、一个提高, S2.3-01)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Sum

from jiayi.community.outreach import permissions
from jiayi.community.outreach.models import Activity, WorkPlan
from jiayi.community.outreach.terms import TEACHING, TOOK_PLACE
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import add_years
from jiayi.foundation.rulebook import decide
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import BoardKey, PlaceKind, TeamFacts
from jiayi.registry.people import selectors as people


@dataclass(frozen=True, slots=True)
class InstitutionGoals:
    """An institution with teams, what is known of it, and what outreach.goals says of that."""

    id: UUID
    name: str
    region_code: str
    facts: Mapping[str, Any]
    outcome: Mapping[str, Any]

    @property
    def lacking(self) -> int:
        return len(self.outcome["missing"])


def institution_goals(viewer: Viewer, *, on: dt.date) -> list[InstitutionGoals]:
    """Every institution within reach that has teams, by its name. A steady number of queries."""
    ids = [key for key, _name in organization.teams_of_scope(viewer, viewer.scope(permissions.READ), on=on)]
    teams: dict[UUID, list[TeamFacts]] = {}
    for team in organization.team_facts_of(ids, on).values():
        teams.setdefault(team.institution_id, []).append(team)
    schemes = organization.schemes_of({own[0].region_code for own in teams.values()}, on)
    found = []
    for key, facts in _facts(viewer, teams, on).items():
        first = teams[key][0]
        outcome = decide("outreach.goals", on=on, schemes=schemes[first.region_code], facts=facts)
        found.append(InstitutionGoals(key, first.institution_name, first.region_code, facts, outcome))
    return sorted(found, key=lambda one: (one.name, one.id))


def _facts(viewer: Viewer, teams: Mapping[UUID, list[TeamFacts]], on: dt.date) -> dict[UUID, dict[str, Any]]:
    ids = [team.id for own in teams.values() for team in own]
    villages = organization.villages_of_teams(ids, on)
    filed = _filed(viewer, {code for codes in villages.values() for code in codes}, on)
    year = Activity.objects.filter(
        institution_id__in=teams, state__in=TOOK_PLACE, held_on__range=(add_years(on, -1), on)
    )
    held = {row.pop("institution_id"): row for row in _held(year)}
    planned = set(WorkPlan.objects.filter(team_id__in=ids, year=on.year).values_list("team_id", flat=True))
    boards = _boards(viewer, teams, on)
    return {
        key: _of_one(
            {code for team in own for code in villages.get(team.id, ())}, filed, held.get(key, {}), key in boards
        )
        | {
            "teams": len(own),
            "planned_teams": sum(team.id in planned for team in own),
        }
        for key, own in teams.items()
    }


def _of_one(
    villages: set[str], filed: Mapping[str, tuple[int, int]], held: Mapping[str, int], has_board: bool
) -> dict[str, Any]:
    residents = sum(filed.get(code, (0, 0))[0] for code in villages)
    asked = held.get("asked") or 0
    return {
        "villages": len(villages),
        "record_share": sum(filed.get(code, (0, 0))[1] for code in villages) / residents if residents else None,
        "lectures": held.get("lectures", 0),
        "has_board": has_board,
        "satisfaction": (held.get("satisfied") or 0) / asked if asked else None,
    }


def _filed(viewer: Viewer, villages: set[str], on: dt.date) -> dict[str, tuple[int, int]]:
    """By village: who lives there, and how many of them have a health record."""
    rows = people.residents(viewer, on=on, status="living_here").filter(region_id__in=villages).order_by()
    counted = rows.values("region_id").annotate(all=Count("pk"), filed=Count("archive_number"))
    return {row["region_id"]: (row["all"], row["filed"]) for row in counted}


def _held(rows: Any) -> Any:
    return (
        rows.order_by()
        .values("institution_id")
        .annotate(lectures=Count("id", Q(kind__in=TEACHING)), asked=Sum("asked"), satisfied=Sum("satisfied"))
    )


def _boards(viewer: Viewer, teams: Mapping[UUID, Any], on: dt.date) -> set[UUID]:
    """The institutions whose public board is published."""
    codes = dict(organization.institutions(viewer).filter(id__in=teams).order_by().values_list("code", "id"))
    boards = organization.board_contents([BoardKey(PlaceKind.INSTITUTION, code) for code in codes], on)
    return {codes[key.code] for key, board in boards.items() if board.published_on}
