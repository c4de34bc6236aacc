"""Divide an institution's villages and buildings among its teams at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.periods import in_force, not_over
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.organization.models import Area, Team, TeamMember
from jiayi.registry.organization.permissions import AREA_WRITE, require_at
from jiayi.registry.organization.selectors.partition import Unit, unit_code
from jiayi.registry.organization.services.areas import check_open, check_population, chosen, overlap
from jiayi.registry.organization.services.laws import breach, kept_by, refuse


@dataclass(frozen=True, slots=True)
class NewArea:
    """Units for a team with the one who answers for them."""

    team_id: UUID
    units: Sequence[str]
    responsible_person_id: UUID


@retrying_atomic
def divide_among_teams(*, by: Viewer, institution_id: UUID, areas: Sequence[NewArea], starts_on: date) -> list[Area]:
    """Give free villages and buildings to teams of one institution at once; refuses as `assign_areas` does.

    A steady number of statements, whatever the number of units; one entry in the history names all teams.
    """
    wanted = {area.team_id for area in areas}
    rows = Team.objects.select_for_update(of=("self",)).select_related("institution").order_by("id")
    teams = {team.id: team for team in rows.filter(id__in=wanted, institution_id=institution_id)}
    if not teams or len(teams) < len(wanted):
        raise NotVisible
    institution = next(iter(teams.values())).institution
    require_at(by, AREA_WRITE, institution)
    _check_responsible(teams, areas, starts_on)
    units = chosen(institution, [code for area in areas for code in area.units], starts_on)
    by_code = {unit.code: unit for unit in units}
    drawn = [_area(teams[area.team_id], by_code[code], area, starts_on) for area in areas for code in area.units]
    with kept_by({"area_never_overlaps": lambda: overlap(_held(drawn, starts_on), starts_on)}):
        Area.objects.bulk_create(drawn, batch_size=1000)
    for team in teams.values():
        check_population(team, starts_on)
    audit.record(
        by=by,
        act="organization.divide_among_teams",
        subject_kind="team",
        subject_ids=sorted(teams),
        details={"units": [unit.code for unit in units], "starts_on": starts_on},
    )
    return drawn


def _check_responsible(teams: Mapping[UUID, Team], areas: Sequence[NewArea], on: date) -> None:
    members = set(TeamMember.objects.filter(in_force(on), team__in=teams).values_list("team_id", "practitioner_id"))
    for area in areas:
        check_open(teams[area.team_id], on)
        if (area.team_id, area.responsible_person_id) not in members:
            refuse(breach("B_RESPONSIBLE_NOT_MEMBER", on=on))


def _area(team: Team, unit: Unit, area: NewArea, starts_on: date) -> Area:
    return Area(
        institution_id=team.institution_id,
        region_id=unit.region_code,
        building_id=unit.building_id,
        team=team,
        responsible_person_id=area.responsible_person_id,
        starts_on=starts_on,
    )


def _held(drawn: Sequence[Area], on: date) -> list[str]:
    """Of the places to be drawn, those that somebody has, or that were named twice."""
    places = [(area.region_id, area.building_id) for area in drawn]
    present = Area.objects.filter(not_over(on), region_id__in={region for region, _building in places})
    held = {region for (region,) in present.values_list("region_id")}
    return sorted({unit_code(*place) for place in places if place[0] in held or places.count(place) > 1})
