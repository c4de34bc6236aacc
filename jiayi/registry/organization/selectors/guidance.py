"""Who guides and who heads the work of teams: institutions of the county (S2.3-20), an office (S2.2-07)."""

from dataclasses import dataclass
from datetime import date

from jiayi.foundation.base.periods import not_over
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import ValueInForce, find_value
from jiayi.registry.organization.models import Institution
from jiayi.registry.organization.permissions import reads_directory
from jiayi.registry.organization.selectors.schemes import schemes_for
from jiayi.registry.organization.terms import CODE_LENGTHS, PRIMARY_LEVELS, RegionLevel

GUIDES = "contract_service.guidance_organisations"
SUPERVISOR = "team.supervised_by"
_COUNTY_DIGITS = CODE_LENGTHS[RegionLevel.COUNTY]


@dataclass(frozen=True, slots=True)
class Guide:
    """A kind of institution that is to guide, and those of the county; none: it is not registered yet."""

    kind: str
    institutions: tuple[Institution, ...]


def guidance_for(viewer: Viewer, institution: Institution, on: date) -> list[Guide]:
    """The guides that schemes name, for an institution of the village or township level; none for others. One query."""
    found = find_value(GUIDES, on, schemes_for(institution.region_id, on))
    if found is None or institution.level not in PRIMARY_LEVELS or not reads_directory(viewer):
        return []
    county = institution.region_id[:_COUNTY_DIGITS]
    near = Institution.objects.filter(not_over(on, last="closed_on"), region__code__startswith=county)
    by_kind: dict[str, list[Institution]] = {kind: [] for kind in found.value}
    for guide in near.filter(kind__in=found.value).order_by("region_id", "code"):
        by_kind[guide.kind].append(guide)
    return [Guide(kind, tuple(guides)) for kind, guides in by_kind.items()]


def supervisor_for(region_code: str, on: date) -> ValueInForce | None:
    """The office that the region's schemes have head the teams; None where none says."""
    return find_value(SUPERVISOR, on, schemes_for(region_code, on))
