"""Shared slots as residents book them themselves: what is released to all, and what they have."""

import datetime as dt
from uuid import UUID

from django.db.models import QuerySet

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import RulebookView
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.scheduling.models import SlotBooking
from jiayi.service.scheduling.terms import COMING, Booker, FreeSlot

from .slots import coming_slots, free_slot, release_of_slot, usable_shares

ALL = "all"
DAYS = dt.timedelta(days=30)


def slots_on_offer(viewer: Viewer, resident_id: UUID, *, on: dt.date, most: int = 20) -> list[FreeSlot]:
    """Days of clinics that residents may book themselves and that are released to all, with a place left, the nearest
    first. The quotas of institutions and doctors that the release has opened count. A steady number of queries."""
    resident = people.resident_for(viewer, resident_id)
    kinds = own_kinds(resident.region_id, on)
    rows = coming_slots(on, on + DAYS).filter(resource__kind__in=kinds).prefetch_related("shares__quota")
    slots = list(rows[: 10 * most])
    schemes = organization.schemes_of({one.resource.institution.region_id for one in slots}, on)
    found = []
    for slot in slots:
        owner = slot.resource.institution
        release = release_of_slot(slot, on=on, schemes=schemes[owner.region_id])
        shares = usable_shares(slot, Booker(owner.id), release=release, shares=list(slot.shares.all()))
        free = sum(one.quantity - one.taken for one in shares)
        if release == ALL and free > 0:
            found.append(free_slot(slot, free))
    return found[:most]


def slots_of_resident(viewer: Viewer, resident_id: UUID) -> QuerySet[SlotBooking]:
    """The places of one resident whom the viewer may see, the latest first; a stay by its first day."""
    people.resident_for(viewer, resident_id)
    rows = SlotBooking.objects.filter(resident_id=resident_id).select_related("slot__resource__institution")
    return rows.order_by("-slot__held_on", "-id")


def own_kinds(region_code: str, on: dt.date) -> list[str]:
    """What residents of a place may book without a referral."""
    return [str(kind) for kind in _view(region_code, on).united("scheduling.own_kinds")]


def own_limit(region_code: str, on: dt.date) -> int:
    """How many coming places of their own residents of a place may have at once."""
    return int(_view(region_code, on).need("scheduling.own_open_most"))


def own_coming(resident_id: UUID, on: dt.date) -> int:
    """How many coming places a resident has that belong to no referral."""
    rows = SlotBooking.objects.filter(resident_id=resident_id, state__in=COMING, subject_id=None)
    return rows.filter(slot__held_on__gte=on).values("stay_id").distinct().count()


def _view(region_code: str, on: dt.date) -> RulebookView:
    return RulebookView(on, list(organization.schemes_for(region_code, on)))
