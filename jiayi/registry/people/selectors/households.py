"""Households a viewer may see: those of their regions, and those of a resident they may see."""

from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people.faults import broken
from jiayi.registry.people.models import Household, Resident
from jiayi.registry.people.permissions import RESIDENT_READ, RESIDENT_WRITE
from jiayi.registry.people.terms import ResidentStatus
from jiayi.registry.people.visibility import NOBODY, in_regions, visible

LIVING = Q(members__merged_into=None, members__status=ResidentStatus.LIVING_HERE)


def households(viewer: Viewer, *, region: str = "", text: str = "", without_head: bool = False) -> QuerySet[Household]:
    """Households of the viewer's regions by village and number; `text` is a number's beginning or an address."""
    found = Household.objects.filter(_in_scope(viewer, RESIDENT_READ)).order_by("region_id", "number", "id")
    if region:
        found = found.filter(in_regions((region,)))
    if text.strip():
        words = text.strip().replace("\x00", "")
        found = found.filter(Q(number__startswith=words) | Q(address__contains=words) | Q(head__name__startswith=words))
    return found.filter(head=None) if without_head else found


def with_counts(found: QuerySet[Household]) -> QuerySet[Household]:
    """Each household with `living_count`: members who live here."""
    return found.select_related("head", "region").annotate(living_count=Count("members", filter=LIVING))


def _in_scope(viewer: Viewer, permission: str) -> Q:
    scope = viewer.scope(permission)
    if scope.everything:
        return Q()
    return NOBODY if scope.is_empty else in_regions(scope.region_prefixes)


def household_for(viewer: Viewer, household_id: UUID, *, on: date | None = None, to_write: bool = False) -> Household:
    """The household; seen also by who may see one of its members. To change it, its region must be in scope."""
    rows = Household.objects.filter(pk=household_id)
    if to_write:
        found = rows.filter(_in_scope(viewer, RESIDENT_WRITE)).select_for_update(of=("self",), no_key=True).first()
    else:
        found = rows.select_related("region", "head").first()
        if found and not _may_see(viewer, found, on or clock.today()):
            found = None
    if found is None:
        raise NotVisible
    return found


def household_of_number(viewer: Viewer, number: str) -> Household:
    """The household with exactly this number in the viewer's regions; LawBroken E_HOUSEHOLD_UNKNOWN otherwise."""
    found = households(viewer).filter(number=number.strip().replace("\x00", "")).first()
    if found is None:
        raise broken("E_HOUSEHOLD_UNKNOWN", "household_number")
    return found


def _may_see(viewer: Viewer, household: Household, on: date) -> bool:
    if viewer.scope(RESIDENT_READ).holds_region(household.region_id):
        return True
    return Resident.objects.filter(visible(viewer, on=on), household=household).exists()


def members(viewer: Viewer, household_id: UUID, *, on: date | None = None) -> QuerySet[Resident]:
    """The members the viewer may see, the head first, then by age."""
    rows = Resident.objects.filter(visible(viewer, on=on), household_id=household_id, merged_into=None)
    return rows.select_related("household", "region").order_by("birth_date", "id")
