"""Areas: which team answers for a village or building on a day, and who lives there."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from jiayi.foundation.base.periods import in_force
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import find_value
from jiayi.registry.organization.models import Area
from jiayi.registry.organization.permissions import reads_teams
from jiayi.registry.organization.terms import AreaFacts

from .schemes import schemes_for

MAX_POPULATION = "area.max_population"


def areas(
    viewer: Viewer,
    *,
    on: date | None = None,
    institution: UUID | None = None,
    team: UUID | None = None,
    responsible_person: UUID | None = None,
    region: str = "",
) -> QuerySet[Area]:
    """Areas by region and building, those of a day or of all time; public to all staff."""
    if not reads_teams(viewer):
        return Area.objects.none()
    found = Area.objects.select_related("region", "building", "team", "institution", "responsible_person")
    found = found.order_by("region_id", "building__name", "starts_on")
    if on:
        found = found.filter(in_force(on))
    if institution:
        found = found.filter(institution_id=institution)
    if team:
        found = found.filter(team_id=team)
    if responsible_person:
        found = found.filter(responsible_person_id=responsible_person)
    return found.filter(region__code__startswith=region) if region else found


def areas_of_regions(codes: Iterable[str], on: date) -> dict[str, tuple[AreaFacts, ...]]:
    """The areas of villages on a day, by village code; a village without any is left out. One query."""
    found = Area.objects.filter(in_force(on), region_id__in=list(codes))
    found = found.select_related("building", "team", "responsible_person").order_by("region_id", "building__name")
    by_region: dict[str, tuple[AreaFacts, ...]] = {}
    for area in found:
        by_region[area.region_id] = (*by_region.get(area.region_id, ()), _facts(area))
    return by_region


def villages_of_teams(team_ids: Iterable[UUID], on: date) -> dict[UUID, list[str]]:
    """The codes of the villages that teams answer for on a day, wholly or in part, by team. One query."""
    found: dict[UUID, list[str]] = {}
    rows = Area.objects.filter(in_force(on), team_id__in=list(team_ids)).order_by("region_id")
    for team_id, code in rows.values_list("team_id", "region_id"):
        codes = found.setdefault(team_id, [])
        if code not in codes:
            codes.append(code)
    return found


def area_of(region_code: str, on: date, *, building: str = "") -> AreaFacts | None:
    """Who answers for a village on a day, or for a building of it; one query.

    In a village divided by buildings the village alone has no answer, unless one team has all its areas.
    """
    return _answering(areas_of_regions([region_code], on).get(region_code, ()), building)


def _answering(found: tuple[AreaFacts, ...], building: str = "") -> AreaFacts | None:
    exact = next((area for area in found if building and area.building == building), None)
    whole = next((area for area in found if not area.building), None)
    only = found[0] if found and not building and len({area.team_id for area in found}) == 1 else None
    return exact or whole or only


def teams_of_regions(codes: Iterable[str], on: date) -> dict[str, UUID]:
    """The ids of the teams that answer for these villages on a day; a village without one is left out. One query."""
    found = {code: _answering(areas) for code, areas in areas_of_regions(codes, on).items()}
    return {code: area.team_id for code, area in found.items() if area is not None}


def team_of_region(region_code: str, on: date, *, building: str = "") -> UUID | None:
    """The id of the team that answers for a village, or a building of it, on a day."""
    found = area_of(region_code, on, building=building)
    return found.team_id if found else None


def population_of_team_area(team_id: UUID, on: date) -> tuple[int, int]:
    """How many people live in a team's area on a day, and for how many of its units the number is unknown."""
    counts = [
        area.building.population if area.building else area.region.population
        for area in Area.objects.filter(in_force(on), team_id=team_id).select_related("region", "building")
    ]
    return sum(count or 0 for count in counts), sum(count is None for count in counts)


def population_cap(region_code: str, on: date) -> int | None:
    """The most people that may live in one team's area under the region's schemes; None where none is set."""
    cap = find_value(MAX_POPULATION, on, schemes_for(region_code, on))
    return cap.value["limit"] if cap else None


def _facts(area: Area) -> AreaFacts:
    return AreaFacts(
        area_id=area.id,
        region_code=area.region_id,
        building=area.building.name if area.building else "",
        team_id=area.team_id,
        team_name=area.team.name,
        institution_id=area.institution_id,
        responsible_person_id=area.responsible_person_id,
        responsible_person_name=area.responsible_person.name,
    )
