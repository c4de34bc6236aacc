"""Which schemes of the rulebook a region follows on a day."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.db.models.functions import Length

from jiayi.foundation.base.periods import in_force
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.organization.models import Adoption, Region
from jiayi.registry.organization.permissions import reads_directory
from jiayi.registry.organization.terms import RegionLevel

from .regions import ancestor_codes

NATIONAL = "national"


def schemes_for(region_code: str, on: date) -> list[str]:
    """The stack of a region on a day: `national`, then what its county, township … adopted, lowest last.

    On one level the later adoption comes later, and so overrides. A scheme adopted on two levels stands once,
    where the lower level puts it. One query.
    """
    found = _adopted(on).filter(region_id__in=ancestor_codes(region_code))
    return _stack([scheme for _, scheme in found])


def schemes_of(region_codes: Iterable[str], on: date) -> dict[str, tuple[str, ...]]:
    """The stacks of these regions, by code. One query, however many."""
    codes = set(region_codes)
    above = {ancestor for code in codes for ancestor in ancestor_codes(code)}
    adopted = list(_adopted(on).filter(region_id__in=above))
    return {code: tuple(_stack([scheme for place, scheme in adopted if code.startswith(place)])) for code in codes}


def village_schemes(region_code: str, on: date) -> dict[str, tuple[str, ...]]:
    """The stack of every village at or below a region ("" for all), by code. Two queries."""
    adopted = list(_adopted(on))
    villages = Region.objects.filter(level=RegionLevel.VILLAGE, code__startswith=region_code)
    return {
        code: tuple(_stack([scheme for place, scheme in adopted if code.startswith(place)]))
        for code in villages.values_list("code", flat=True)
    }


def _adopted(on: date) -> QuerySet[Adoption, tuple[str, str]]:
    """(region, scheme) of the adoptions in force, wider regions and earlier days first."""
    return (
        Adoption.objects.filter(in_force(on))
        .order_by(Length("region_id"), "starts_on", "position", "id")
        .values_list("region_id", "scheme")
    )


def _stack(adopted: list[str]) -> list[str]:
    last_first = dict.fromkeys(reversed(adopted))
    return [NATIONAL, *reversed(last_first)]


def adoptions(viewer: Viewer, *, region_code: str | None = None) -> QuerySet[Adoption]:
    """Adoptions, the newest first: all, or those that reach a region (its own and those above it)."""
    if not reads_directory(viewer):
        return Adoption.objects.none()
    found = Adoption.objects.select_related("region").order_by("-starts_on", "-position", "-id")
    return found.filter(region_id__in=ancestor_codes(region_code)) if region_code is not None else found
