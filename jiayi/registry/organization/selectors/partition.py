"""How an institution's areas lie over what it must cover: villages, and buildings where a village is divided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q

from jiayi.foundation.base.periods import in_force, not_over
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import decide
from jiayi.registry.organization.models import Area, Building, Institution, Region
from jiayi.registry.organization.permissions import reads_teams
from jiayi.registry.organization.selectors.institutions import institution_for
from jiayi.registry.organization.selectors.regions import region_names
from jiayi.registry.organization.selectors.schemes import schemes_of
from jiayi.registry.organization.terms import CODE_LENGTHS, RegionLevel

TOWNSHIP_DIGITS = CODE_LENGTHS[RegionLevel.TOWNSHIP]


@dataclass
class Unit:
    """A village, or a building of it, and the areas that hold it on the day."""

    code: str
    region_code: str
    name: str
    township: str
    building_id: int | None
    population: int | None
    areas: list[Area] = field(default_factory=list)
    state: str = "covered"  # covered, gap, overlap, unknown


@dataclass(frozen=True)
class Partition:
    """The units of an institution in order, and the decision on them."""

    institution: Institution
    units: list[Unit]
    outcome: dict[str, Any]

    def of_state(self, state: str) -> list[Unit]:
        return [unit for unit in self.units if unit.state == state]

    @property
    def population(self) -> int:
        """People of all units as far as known."""
        return sum(unit.population or 0 for unit in self.units)


def partition_of(viewer: Viewer, institution_id: UUID, on: date) -> Partition:
    """The partition of an institution on a day, gaps and overlaps marked; public to all staff."""
    return partitions_of(viewer, [institution_for(viewer, institution_id)], on)[0]


def partitions_of(viewer: Viewer, institutions: Sequence[Institution], on: date) -> list[Partition]:
    """The partitions of institutions that the viewer knows of, in their order; five queries, however many."""
    if not institutions:
        return []
    units = _units_of_each(institutions, on) if reads_teams(viewer) else {}
    held = _areas_over(units, on) if any(units.values()) else []
    schemes = schemes_of({institution.region_id for institution in institutions}, on)
    return [
        _partition(institution, units.get(institution.id, []), held, on, schemes[institution.region_id])
        for institution in institutions
    ]


def _partition(
    institution: Institution, own: list[Unit], held: list[Area], on: date, schemes: Sequence[str]
) -> Partition:
    codes = {unit.region_code for unit in own}
    over = [area for area in held if area.region_id in codes or area.institution_id == institution.id] if own else []
    units = _with_areas(own, over)
    teams: dict[str, list[str]] = {}
    for unit in units:
        for area in unit.areas:
            teams.setdefault(str(area.team_id), []).append(unit.code)
    facts = {"units": [unit.code for unit in units if unit.state != "unknown"], "teams": teams}
    outcome = decide("organization.areas.partition", on=on, schemes=schemes, facts=facts)
    for state, marked in (("gap", outcome["gaps"]), ("overlap", outcome["overlaps"])):
        for unit in units:
            if unit.code in marked:
                unit.state = state
    return Partition(institution, units, outcome)


def unit_code(region_code: str, building_id: int | None) -> str:
    """A village's code, or with the building's number behind it."""
    return region_code if building_id is None else f"{region_code}-{building_id}"


def units_of(institution: Institution, on: date) -> list[Unit]:
    """What an institution's areas must cover on a day, by code; nothing for one above a township without regions."""
    return _units_of_each([institution], on)[institution.id]


def _units_of_each(institutions: Iterable[Institution], on: date) -> dict[UUID, list[Unit]]:
    """The units by institution."""
    served = _served(institutions)
    villages = _villages({code for codes in served.values() for code in codes}, on)
    buildings: dict[str, list[Building]] = {}
    for building in Building.objects.filter(not_over(on, last="closed_on"), region__in=villages).order_by("name"):
        buildings.setdefault(building.region_id, []).append(building)
    townships = region_names({village.code[:TOWNSHIP_DIGITS] for village in villages})
    return {
        identity: [
            unit
            for village in villages
            if village.code.startswith(codes)
            for unit in _units(
                village, townships.get(village.code[:TOWNSHIP_DIGITS], ""), buildings.get(village.code, [])
            )
        ]
        for identity, codes in served.items()
    }


def _served(institutions: Iterable[Institution]) -> dict[UUID, tuple[str, ...]]:
    """The codes below which each institution serves: the regions named for it, or the township it stands in."""
    standing = {institution.id: institution.region_id for institution in institutions}
    named: dict[UUID, list[str]] = {}
    rows = Institution.service_regions.through.objects.filter(institution_id__in=standing)
    for identity, code in rows.values_list("institution_id", "region_id"):
        named.setdefault(identity, []).append(code)
    own = {identity: [code] if len(code) >= TOWNSHIP_DIGITS else [] for identity, code in standing.items()}
    return {identity: tuple(named.get(identity, own[identity])) for identity in standing}


def _villages(codes: Iterable[str], on: date) -> list[Region]:
    inside = reduce(or_, (Q(code__startswith=code) for code in codes), Q(pk__in=[]))
    found = Region.objects.filter(inside, not_over(on, last="valid_until"), level=RegionLevel.VILLAGE)
    return list(found.order_by("code"))


def _units(village: Region, township: str, buildings: list[Building]) -> list[Unit]:
    if not buildings:
        return [Unit(village.code, village.code, village.name, township, None, village.population)]
    return [
        Unit(
            unit_code(village.code, building.id),
            village.code,
            f"{village.name} {building.name}",
            township,
            building.id,
            building.population,
        )
        for building in buildings
    ]


def _areas_over(units: Mapping[UUID, Iterable[Unit]], on: date) -> list[Area]:
    """The areas of anyone over these units, and those of their institutions elsewhere."""
    codes = {unit.region_code for own in units.values() for unit in own}
    found = Area.objects.filter(Q(region_id__in=codes) | Q(institution__in=units), in_force(on))
    found = found.select_related("region", "building", "team__institution", "responsible_person")
    return list(found.order_by("region_id", "id"))


def _with_areas(units: list[Unit], held: list[Area]) -> list[Unit]:
    by_village: dict[str, list[Unit]] = {}
    for unit in units:
        by_village.setdefault(unit.region_code, []).append(unit)
    foreign: dict[str, Unit] = {}
    for area in held:
        inside = [
            unit
            for unit in by_village.get(area.region_id, [])
            if area.building_id is None or unit.building_id in (None, area.building_id)
        ]
        if not inside:
            code = unit_code(area.region_id, area.building_id)
            inside = [foreign.setdefault(code, _foreign(area, code))]
        for unit in inside:
            unit.areas.append(area)
    return [*units, *foreign.values()]


def _foreign(area: Area, code: str) -> Unit:
    name = f"{area.region.name} {area.building.name}" if area.building else area.region.name
    population = area.building.population if area.building else area.region.population
    return Unit(code, area.region_id, name, "", area.building_id, population, state="unknown")
