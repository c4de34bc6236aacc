"""How an institution's areas lie over what it must cover: villages, and buildings where a village is divided."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from jiayi.foundation.base.periods import in_force, not_over
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import decide
from jiayi.registry.organization.models import Area, Building, Institution, Region
from jiayi.registry.organization.permissions import reads_teams
from jiayi.registry.organization.selectors.institutions import institution_for
from jiayi.registry.organization.selectors.regions import region_names
from jiayi.registry.organization.selectors.schemes import schemes_for
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
    institution = institution_for(viewer, institution_id)
    units = units_of(institution, on) if reads_teams(viewer) else []
    held = _areas_over(institution, units, on) if units else []
    units = _with_areas(units, held)
    teams: dict[str, list[str]] = {}
    for unit in units:
        for area in unit.areas:
            teams.setdefault(str(area.team_id), []).append(unit.code)
    facts = {"units": [unit.code for unit in units if unit.state != "unknown"], "teams": teams}
    schemes = schemes_for(institution.region_id, on)
    outcome = decide("organization.areas.partition", on=on, schemes=schemes, facts=facts)
    for state, codes in (("gap", outcome["gaps"]), ("overlap", outcome["overlaps"])):
        for unit in units:
            if unit.code in codes:
                unit.state = state
    return Partition(institution, units, outcome)


def unit_code(region_code: str, building_id: int | None) -> str:
    """A village's code, or with the building's number behind it."""
    return region_code if building_id is None else f"{region_code}-{building_id}"


def units_of(institution: Institution, on: date) -> list[Unit]:
    """What an institution's areas must cover on a day, by code; nothing for one above a township without regions."""
    villages = list(_villages(institution, on))
    buildings: dict[str, list[Building]] = {}
    for building in Building.objects.filter(not_over(on, last="closed_on"), region__in=villages).order_by("name"):
        buildings.setdefault(building.region_id, []).append(building)
    townships = region_names({village.code[:TOWNSHIP_DIGITS] for village in villages})
    units = []
    for village in villages:
        township = townships.get(village.code[:TOWNSHIP_DIGITS], "")
        units += _units(village, township, buildings.get(village.code, []))
    return units


def _villages(institution: Institution, on: date) -> QuerySet[Region]:
    codes = list(institution.service_regions.values_list("code", flat=True)) or [institution.region_id]
    inside = Q(pk__in=[])
    for code in codes:
        if len(code) >= TOWNSHIP_DIGITS or institution.service_regions.exists():
            inside |= Q(code__startswith=code)
    found = Region.objects.filter(inside, not_over(on, last="valid_until"), level=RegionLevel.VILLAGE)
    return found.order_by("code")


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


def _areas_over(institution: Institution, units: Iterable[Unit], on: date) -> list[Area]:
    """The areas of anyone over these units, and the institution's own elsewhere."""
    codes = {unit.region_code for unit in units}
    found = Area.objects.filter(Q(region_id__in=codes) | Q(institution=institution), in_force(on))
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
