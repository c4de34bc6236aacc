"""How many villages have a family-doctor team (S2.2-01, S3-03), and a workstation of their own (S2.4-22)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from jiayi.foundation.base.periods import in_force, not_over
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import decide, find_value
from jiayi.registry.organization.models import Area, Institution, Region
from jiayi.registry.organization.permissions import reads_teams
from jiayi.registry.organization.selectors.schemes import schemes_for
from jiayi.registry.organization.terms import InstitutionKind, RegionLevel

NAMED = 12  # so many villages that lack something are named


@dataclass(frozen=True, slots=True)
class Served:
    """Villages below a region, those that have what is asked, the decision on them, and the first that lack it."""

    villages: int
    served: int
    outcome: dict[str, Any]
    lacking: tuple[Region, ...] = ()


def villages_served(viewer: Viewer, code: str, on: date) -> Served | None:
    """The villages of a region on a day and those that a team answers for, wholly or in part; None for who may not
    read teams, and for a region without villages. Two queries."""
    if not reads_teams(viewer):
        return None
    found = _villages(code, on)
    villages = found.count()
    if not villages:
        return None
    served = Area.objects.filter(in_force(on), region__in=found).values("region_id").distinct().count()
    facts = {"villages": villages, "served": served}
    outcome = decide("organization.villages.served", on=on, schemes=schemes_for(code, on), facts=facts)
    return Served(villages, served, outcome)


def villages_equipped(viewer: Viewer, code: str, on: date) -> Served | None:
    """The villages of a region with an open family-doctor workstation, and the first without; None for who may not
    read teams, and where no scheme asks for workstations. Three queries."""
    schemes = schemes_for(code, on)
    if not reads_teams(viewer) or not find_value("institution.village_workstation", on, schemes):
        return None
    found = _villages(code, on)
    stations = Institution.objects.filter(
        not_over(on, last="closed_on"), kind=InstitutionKind.VILLAGE_WORKSTATION, region__in=found
    )
    villages, equipped = found.count(), stations.values("region_id").distinct().count()
    facts = {"villages": villages, "equipped": equipped}
    outcome = decide("organization.villages.equipped", on=on, schemes=schemes, facts=facts)
    lacking = found.exclude(code__in=stations.values("region_id")).order_by("code")[:NAMED]
    return Served(villages, equipped, outcome, tuple(lacking)) if villages else None


def _villages(code: str, on: date) -> QuerySet[Region]:
    return Region.objects.filter(not_over(on, last="valid_until"), level=RegionLevel.VILLAGE, code__startswith=code)
