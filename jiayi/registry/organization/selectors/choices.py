"""Places and teams that a list within a viewer's reach can be narrowed to."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.periods import in_force
from jiayi.foundation.base.reach import holds
from jiayi.foundation.base.signs import bracketed
from jiayi.foundation.base.viewer import Scope, Viewer
from jiayi.registry.organization.models import TeamMember
from jiayi.registry.organization.terms import CODE_LENGTHS, RegionLevel, TeamFacts

from .regions import regions
from .teams import team_facts, teams

MOST_CHOICES = 400


def place_choices(viewer: Viewer, permission: str, chosen: str = "") -> list[tuple[str, str]]:
    """Code and name of the regions of the permission's reach and those one level below each, widest first.

    Where a township or a village of the reach is `chosen`, the villages of the township too.
    """
    prefixes = viewer.scope(permission).region_prefixes
    digits = CODE_LENGTHS[RegionLevel.TOWNSHIP]
    township = chosen[:digits] if len(chosen) >= digits else ""
    within = [township] if any(township.startswith(prefix) for prefix in prefixes) and township else []
    found: dict[str, str] = {}
    for prefix in (*prefixes, *within):
        for region in regions(viewer).filter(Q(code=prefix) | Q(parent_id=prefix)):
            found.setdefault(region.code, region.name)
    return sorted(found.items(), key=lambda pair: (len(pair[0]), pair[0]))[:MOST_CHOICES]


def team_choices(viewer: Viewer, permission: str, on: date) -> list[tuple[str, str]]:
    """Id and name of the teams in the regions of the permission's reach, on a day."""
    found: dict[str, str] = {}
    for prefix in viewer.scope(permission).region_prefixes:
        named = teams(viewer, on=on, region=prefix).values_list("id", "name")
        found |= {str(team_id): name for team_id, name in named[:MOST_CHOICES]}
    return list(found.items())[:MOST_CHOICES]


def member_choices(viewer: Viewer, permission: str, on: date, roles: Collection[str]) -> list[tuple[str, str]]:
    """Id and name, with the team's, of who holds one of these roles in a team of the reach on a day."""
    found: dict[str, str] = {}
    for prefix in viewer.scope(permission).region_prefixes:
        open_teams = teams(viewer, on=on, region=prefix).values("id")
        members = TeamMember.objects.filter(in_force(on), team__in=open_teams, role__in=roles)
        named = members.order_by("practitioner__name_pinyin", "practitioner_id").values_list(
            "practitioner_id", "practitioner__name", "team__name"
        )
        for person_id, name, team in named[:MOST_CHOICES]:
            found.setdefault(str(person_id), bracketed(name, team))
    return list(found.items())[:MOST_CHOICES]


def teams_of_scope(viewer: Viewer, scope: Scope, *, on: date) -> list[tuple[UUID, str]]:
    """Id of each open team that the scope holds, and its name with its institution's."""
    if scope.is_empty:
        return []
    found = teams(viewer, on=on, is_open=True)
    if not scope.everything:
        places = Q(institution_id__in=scope.institution_ids) | Q(id__in=scope.team_ids)
        for prefix in scope.region_prefixes:
            places |= Q(institution__region__code__startswith=prefix)
        found = found.filter(places)
    named = found.values_list("id", "name", "institution__name")[:MOST_CHOICES]
    return [(key, bracketed(name, place)) for key, name, place in named]


def team_in_reach(viewer: Viewer, permission: str, team_id: UUID, on: date) -> TeamFacts:
    """A team that the permission reaches, as it stands on a day; NotVisible otherwise. Two queries."""
    team, scope = team_facts(team_id, on), viewer.scope(permission)
    if team is None or not holds(
        scope, region_code=team.region_code, institution_id=team.institution_id, team_id=team.id
    ):
        raise NotVisible
    return team
