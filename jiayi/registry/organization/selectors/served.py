"""How many villages have a family-doctor team (S2.2-01, S3-03)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from jiayi.foundation.base.periods import in_force, not_over
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import decide
from jiayi.registry.organization.models import Area, Region
from jiayi.registry.organization.permissions import reads_teams
from jiayi.registry.organization.selectors.schemes import schemes_for
from jiayi.registry.organization.terms import RegionLevel


@dataclass(frozen=True, slots=True)
class Served:
    """Villages below a region, those with a team, and the decision on them."""

    villages: int
    served: int
    outcome: dict[str, Any]


def villages_served(viewer: Viewer, code: str, on: date) -> Served | None:
    """The villages of a region on a day and those that a team answers for, wholly or in part; None for who may not
    read teams, and for a region without villages. Two queries."""
    if not reads_teams(viewer):
        return None
    found = Region.objects.filter(not_over(on, last="valid_until"), level=RegionLevel.VILLAGE, code__startswith=code)
    villages = found.count()
    if not villages:
        return None
    served = Area.objects.filter(in_force(on), region__in=found).values("region_id").distinct().count()
    facts = {"villages": villages, "served": served}
    outcome = decide("organization.villages.served", on=on, schemes=schemes_for(code, on), facts=facts)
    return Served(villages, served, outcome)
