"""Which villages belong to which team, and where teams and practitioners stand: for rooms that look at all of them."""

from collections.abc import Collection
from uuid import UUID

from jiayi.registry.organization.models import Institution, Practitioner, Team

Place = tuple[UUID, str]  # institution and its region's code

_AREAS = "SELECT team_id, region_id AS region_code, starts_on, ends_on FROM organization_area"

_POINTS = "SELECT code AS region_code, latitude, longitude, reach FROM organization_region WHERE reach IS NOT NULL"


def village_points() -> str:
    """A query: region_code, latitude, longitude (degrees), reach (metres), of villages of which it is known."""
    return _POINTS


def area_periods() -> str:
    """A query: team_id, region_code, starts_on, ends_on (none: still), both inclusive."""
    return _AREAS


def practitioner_places() -> str:
    """A query: practitioner_id, institution_id."""
    return "SELECT id AS practitioner_id, institution_id FROM organization_practitioner"


def places_of_teams(ids: Collection[UUID]) -> dict[UUID, Place]:
    """The institution of each team. One query."""
    found = Team.objects.filter(id__in=ids).values_list("id", "institution_id", "institution__region_id")
    return {team: (institution, region) for team, institution, region in found}


def places_of_practitioners(ids: Collection[UUID]) -> dict[UUID, Place]:
    """The institution of each practitioner. One query."""
    found = Practitioner.objects.filter(id__in=ids).values_list("id", "institution_id", "institution__region_id")
    return {person: (institution, region) for person, institution, region in found}


def clinics_below(institution_ids: Collection[UUID]) -> list[Institution]:
    """Open institutions of village level whose parent is one of these, with their region; by code. One query."""
    found = Institution.objects.filter(parent_id__in=institution_ids, level="village", closed_on=None)
    return list(found.select_related("region", "parent").order_by("region_id", "code"))


def teams_of_practitioner(practitioner_id: UUID | None) -> set[UUID]:
    """The teams of which somebody ever was a member or leader; none for nobody. One query."""
    if practitioner_id is None:
        return set()
    led = Team.objects.filter(leader_id=practitioner_id).values_list("id", flat=True)
    return set(led.union(Team.objects.filter(members__practitioner_id=practitioner_id).values_list("id", flat=True)))
