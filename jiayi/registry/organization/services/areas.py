"""Draw areas: villages and buildings to teams, with a named responsible person, never two teams for one place."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.periods import in_force, not_over
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import find_value
from jiayi.registry.organization.models import Area, Institution, Team
from jiayi.registry.organization.permissions import AREA_WRITE, require_at
from jiayi.registry.organization.selectors.areas import MAX_POPULATION, population_of_team_area
from jiayi.registry.organization.selectors.partition import Unit, unit_code, units_of
from jiayi.registry.organization.selectors.schemes import schemes_for
from jiayi.registry.organization.services.laws import Breach, breach, kept_by, refuse
from jiayi.registry.organization.services.teams import end_or_drop, locked_team

PARTITION = "area.partition_required"


@retrying_atomic
def assign_areas(
    *,
    by: Viewer,
    team_id: UUID,
    units: Sequence[str],
    responsible_person_id: UUID,
    starts_on: date,
    takes_over: bool = False,
) -> list[Area]:
    """Give villages and buildings to a team from a day; `units` are codes of `selectors.units_of`.

    With `takes_over` whoever has them until then has the day before as the last; without it they must be free.
    Refuses what is outside the institution's regions, an overlap, a responsible person who is no member, and
    more people than the scheme allows.
    """
    team = locked_team(team_id)
    require_at(by, AREA_WRITE, team.institution)
    found = chosen(team.institution, units, starts_on)
    _check_team(team, responsible_person_id, starts_on)
    ended = _end_present(found, starts_on) if takes_over else 0
    drawn = [_draw(team, unit, responsible_person_id, starts_on) for unit in found]
    check_population(team, starts_on)
    details = {"units": list(units), "responsible": responsible_person_id, "starts_on": starts_on, "ended": ended}
    _record(by, "organization.assign_areas", team, details)
    return drawn


def chosen(institution: Institution, codes: Sequence[str], on: date) -> list[Unit]:
    """The units of these codes; a divided village's own code stands for all its buildings together."""
    by_code: dict[str, Unit] = {}
    for unit in units_of(institution, on):
        by_code[unit.code] = unit
        by_code.setdefault(unit.region_code, Unit(unit.region_code, unit.region_code, "", "", None, None))
    outside = [code for code in codes if code not in by_code]
    if outside:
        refuse(breach("B_AREA_OUTSIDE", on=on, key=PARTITION, units="、".join(outside)))
    if not codes:
        refuse(breach("B_NO_UNIT_NAMED", on=on))
    return [by_code[code] for code in dict.fromkeys(codes)]


def _check_team(team: Team, responsible_person_id: UUID, on: date) -> None:
    check_open(team, on)
    if not team.members.filter(in_force(on), practitioner_id=responsible_person_id).exists():
        refuse(breach("B_RESPONSIBLE_NOT_MEMBER", on=on))


def check_open(team: Team, on: date) -> None:
    """Refuse a team that does not exist yet, or no more, on the day."""
    if on < team.founded_on or (team.dissolved_on is not None and team.dissolved_on < on):
        refuse(breach("B_TEAM_NOT_OPEN", on=on, name=team.name))


def _end_present(units: Sequence[Unit], on: date) -> int:
    """End what other areas hold of these units from the day; returns how many ended."""
    held = Q(pk__in=[])
    for unit in units:
        same = Q(building=None) | Q(building_id=unit.building_id) if unit.building_id else Q()
        held |= Q(region_id=unit.region_code) & same
    present = list(Area.objects.select_for_update().filter(held, not_over(on)).order_by("id"))
    for area in present:
        if area.building_id is None and any(u.building_id for u in units if u.region_code == area.region_id):
            refuse(overlap([area.region_id], on))  # a whole village is not taken over by one of its buildings
        end_or_drop(area, on)
    return len(present)


def _draw(team: Team, unit: Unit, responsible_person_id: UUID, starts_on: date) -> Area:
    with kept_by({"area_never_overlaps": lambda: overlap([unit.code], starts_on)}):
        return Area.objects.create(
            institution_id=team.institution_id,
            region_id=unit.region_code,
            building_id=unit.building_id,
            team=team,
            responsible_person_id=responsible_person_id,
            starts_on=starts_on,
        )


def overlap(codes: Sequence[str], on: date) -> Breach:
    """The breach of giving places to a second team."""
    return breach("B_AREA_OVERLAP", on=on, key=PARTITION, units="、".join(codes))


def check_population(team: Team, on: date) -> None:
    """The cap on the people living in a team's area, where a scheme sets one that blocks."""
    schemes = schemes_for(team.institution.region_id, on)
    cap = find_value(MAX_POPULATION, on, schemes)
    if cap is None or cap.value["mode"] != "block":
        return
    population, _ = population_of_team_area(team.id, on)
    limit = cap.value["limit"]
    if population > limit:
        words = {"population": population, "limit": limit}
        refuse(breach("B_AREA_POPULATION", on=on, schemes=schemes, key=MAX_POPULATION, **words))


@retrying_atomic
def end_areas(*, by: Viewer, area_ids: Sequence[UUID], ends_on: date) -> int:
    """Give areas a last day without a new team; returns how many. The partition then shows the gap."""
    areas = list(Area.objects.select_for_update(of=("self",)).select_related("institution").filter(id__in=area_ids))
    if len(areas) < len(set(area_ids)):
        raise NotVisible
    for area in areas:
        require_at(by, AREA_WRITE, area.institution)
        if area.ends_on is not None and area.ends_on < ends_on:
            refuse(breach("B_AREA_ALREADY_ENDED", on=ends_on))
        if area.starts_on > ends_on:
            area.delete()
        else:
            area.ends_on = ends_on
            area.save(update_fields=["ends_on", "updated_at"])
    audit.record(
        by=by,
        act="organization.end_areas",
        subject_kind="area",
        subject_ids=list(area_ids),
        details={
            "ends_on": ends_on,
            "units": [unit_code(area.region_id, area.building_id) for area in areas],
        },
    )
    return len(areas)


def _record(by: Viewer, act: str, team: Team, details: Mapping[str, Any]) -> None:
    audit.record(by=by, act=act, subject_kind="team", subject_ids=[team.id], details=details)
