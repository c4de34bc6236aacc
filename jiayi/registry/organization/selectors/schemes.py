"""Which schemes of the rulebook a region follows on a day."""

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import QuerySet

from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.organization.models import Adoption, Region
from jiayi.registry.organization.permissions import reads_directory
from jiayi.registry.organization.terms import ProposedAdoption, RegionLevel, StacksIf

from .regions import ancestor_codes

NATIONAL = "national"


def schemes_for(region_code: str, on: date) -> list[str]:
    """The stack of a region on a day: `national`, then what its county, township … adopted, lowest last.

    On one level the later adoption comes later, and so overrides. A scheme adopted on two levels stands once,
    where the lower level puts it. One query.
    """
    return _stack([scheme for _, scheme in _adopted(on, ancestor_codes(region_code))])


def schemes_of(region_codes: Iterable[str], on: date) -> dict[str, tuple[str, ...]]:
    """The stacks of these regions, by code. One query, however many."""
    codes = set(region_codes)
    above = {ancestor for code in codes for ancestor in ancestor_codes(code)}
    adopted = _adopted(on, above)
    return {code: _stack_at(code, adopted) for code in codes}


def village_schemes(region_code: str, on: date) -> dict[str, tuple[str, ...]]:
    """The stack of every village at or below a region ("" for all), by code. Two queries."""
    adopted = _adopted(on)
    villages = Region.objects.filter(level=RegionLevel.VILLAGE, code__startswith=region_code)
    return {code: _stack_at(code, adopted) for code in villages.values_list("code", flat=True)}


def stacks_if(region_codes: Iterable[str], proposed: ProposedAdoption) -> dict[str, StacksIf]:
    """The stacks of regions on the first day of a proposal, without and with it, by code. One query.

    What a region below adopted itself still overrides what is adopted above it.
    """
    adopted = _adopted(proposed.starts_on)
    wider = [entry for entry in adopted if len(entry[0]) <= len(proposed.region_code)]
    proposal = [(proposed.region_code, scheme) for scheme in proposed.schemes]
    extended = [*wider, *proposal, *adopted[len(wider) :]]
    return {code: StacksIf(_stack_at(code, adopted), _stack_at(code, extended)) for code in region_codes}


def _stack_at(code: str, adopted: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(_stack([scheme for place, scheme in adopted if code.startswith(place)]))


# Asked for so often (a page decides many things under its region's schemes) that it is written out.
_ADOPTED = """
    SELECT region_id, scheme FROM organization_adoption
     WHERE starts_on <= %(on)s AND (ends_on IS NULL OR ends_on >= %(on)s)
       AND (%(codes)s::text[] IS NULL OR region_id = ANY(%(codes)s))
     ORDER BY length(region_id), starts_on, position, id"""


def _adopted(on: date, codes: Iterable[str] | None = None) -> list[tuple[str, str]]:
    """(region, scheme) of the adoptions in force, of these regions or all, wider regions and earlier days first."""
    with connection.cursor() as cursor:
        cursor.execute(_ADOPTED, {"on": on, "codes": None if codes is None else list(codes)})
        return cursor.fetchall()


def _stack(adopted: list[str]) -> list[str]:
    last_first = dict.fromkeys(reversed(adopted))
    return [NATIONAL, *reversed(last_first)]


def adoptions(viewer: Viewer, *, region_code: str | None = None) -> QuerySet[Adoption]:
    """Adoptions, the newest first: all, or those that reach a region (its own and those above it)."""
    if not reads_directory(viewer):
        return Adoption.objects.none()
    found = Adoption.objects.select_related("region").order_by("-starts_on", "-position", "-id")
    return found.filter(region_id__in=ancestor_codes(region_code)) if region_code is not None else found
