"""Regions by their national codes: the tree, the way up, and search."""

from datetime import date

from django.db.models import Q, QuerySet

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.periods import not_over
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.organization.models import Building, Region
from jiayi.registry.organization.permissions import reads_directory
from jiayi.registry.organization.terms import CODE_LENGTHS, RegionLevel


def regions(
    viewer: Viewer,
    *,
    parent: str | None = None,
    below: str | None = None,
    level: RegionLevel | str | None = None,
    text: str = "",
    on: date | None = None,
) -> QuerySet[Region]:
    """Regions by code: the children of `parent`, or all whose code begins with `below`; on a day, those still valid."""
    if not reads_directory(viewer):
        return Region.objects.none()
    found = Region.objects.order_by("code")
    if parent is not None:
        found = found.filter(parent_id=parent or None)
    if below:
        found = found.filter(code__startswith=below)
    if level:
        found = found.filter(level=level)
    if on:
        found = found.filter(not_over(on, last="valid_until"))
    return found.filter(_matches(text.strip())) if text.strip() else found


def _matches(text: str) -> Q:
    if text.isdigit():
        return Q(code__startswith=text)
    found = Q(name__contains=text)
    return found | Q(name_initials__startswith=text.lower()) if text.isascii() else found


def region_for(viewer: Viewer, code: str) -> Region:
    """The region with this code; NotVisible where there is none."""
    found = regions(viewer).filter(code=code).first()
    if found is None:
        raise NotVisible
    return found


def ancestor_codes(code: str) -> list[str]:
    """The codes of the province, city … that a code lies in, from the top, its own last."""
    return [code[:length] for length in CODE_LENGTHS.values() if length <= len(code)]


def ancestors(viewer: Viewer, code: str) -> list[Region]:
    """The regions above a code and itself, from the top."""
    return list(regions(viewer).filter(code__in=ancestor_codes(code)))


def region_names(codes: list[str] | set[str]) -> dict[str, str]:
    """The names of these regions by code."""
    return dict(Region.objects.filter(code__in=codes).values_list("code", "name"))


def village_codes(on: date) -> dict[str, str]:
    """Every known village code with the code in force on a day: its own, or the one that came after it."""
    rows = Region.objects.filter(level=RegionLevel.VILLAGE).values_list("code", "valid_until", "replaced_by_id")
    over = {code: after for code, until, after in rows if until is not None and until < on}
    in_force = {code: code for code, _, _ in rows if code not in over}
    for code, after in over.items():
        steps = 0
        while after in over and steps < len(over):
            after, steps = over[after], steps + 1
        if after in in_force:
            in_force[code] = after
    return in_force


def full_region_name(code: str) -> str:
    """The names from the county down, written together: 竹溪县城关镇西关社区居委会; "" for an unknown code."""
    names = region_names(ancestor_codes(code))
    wanted = [part for part in ancestor_codes(code) if len(part) >= CODE_LENGTHS[RegionLevel.COUNTY]]
    return "".join(names.get(part, "") for part in wanted)


def buildings(viewer: Viewer, region_code: str, *, on: date | None = None) -> QuerySet[Building]:
    """The buildings by which a village may be divided; on a day, those still standing."""
    if not reads_directory(viewer):
        return Building.objects.none()
    found = Building.objects.filter(region_id=region_code).order_by("name")
    return found.filter(not_over(on, last="closed_on")) if on else found
