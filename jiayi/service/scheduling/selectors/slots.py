"""Slots of shared resources: what is free for whom, who is in them, who waits."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import decide
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.registry.people.terms import ResidentStatus
from jiayi.service.scheduling import permissions
from jiayi.service.scheduling.models import Resource, Slot, SlotBooking, SlotShare, SlotWish
from jiayi.service.scheduling.terms import TAKING, Booker, FreeSlot, WishState

PRIMARY = ("village", "township")
FAIR_DAYS = dt.timedelta(days=30)


def resources(viewer: Viewer) -> QuerySet[Resource]:
    """What is shared in the county; no resident's data."""
    if not viewer.can(permissions.SLOT_READ):
        raise NotVisible
    return Resource.objects.select_related("institution").order_by("institution__code", "kind", "title", "id")


def resource_for(viewer: Viewer, resource_id: UUID) -> Resource:
    """One of them."""
    found = resources(viewer).filter(id=resource_id).first()
    if found is None:
        raise NotVisible
    return found


def coming_slots(since: dt.date, until: dt.date, *, resource_ids: Collection[UUID] = ()) -> QuerySet[Slot]:
    """Open slots of a period, the nearest first."""
    rows = Slot.objects.filter(held_on__gte=since, held_on__lte=until, closed_note="")
    if resource_ids:
        rows = rows.filter(resource_id__in=resource_ids)
    return rows.select_related("resource__institution").order_by("held_on", "resource__begins_at", "id")


def free_slots(
    viewer: Viewer, booker: Booker, *, since: dt.date, until: dt.date, on: dt.date, institution_id: UUID | None = None
) -> list[FreeSlot]:
    """What this booker may book on the day of asking, the nearest first. A steady number of queries."""
    if not viewer.can(permissions.SLOT_READ):
        raise NotVisible
    rows = coming_slots(since, until).prefetch_related("shares__quota")
    if institution_id:
        rows = rows.filter(resource__institution_id=institution_id)
    found, slots = [], list(rows)
    schemes = organization.schemes_of({one.resource.institution.region_id for one in slots}, on)
    for slot in slots:
        release = release_of_slot(slot, on=on, schemes=schemes[slot.resource.institution.region_id])
        shares = usable_shares(slot, booker, release=release, shares=list(slot.shares.all()))
        free = sum(one.quantity - one.taken for one in shares)
        if free > 0:
            found.append(free_slot(slot, free))
    return found


def slots_of(resource: Resource, since: dt.date, until: dt.date) -> QuerySet[Slot]:
    """The days of a resource with their shares, in order, closed ones too."""
    rows = Slot.objects.filter(resource=resource, held_on__gte=since, held_on__lte=until)
    return rows.prefetch_related("shares__quota__institution", "shares__quota__team", "shares__quota__practitioner")


def slot_for(viewer: Viewer, slot_id: UUID) -> Slot:
    """One day of a resource."""
    if not viewer.can(permissions.SLOT_READ):
        raise NotVisible
    found = Slot.objects.select_related("resource__institution").filter(id=slot_id).first()
    if found is None:
        raise NotVisible
    return found


def bookings_of_slot(viewer: Viewer, slot: Slot) -> QuerySet[SlotBooking]:
    """Who is in a slot: all of them for its institution, else those booked by one's own institutions."""
    rows = slot.bookings.select_related("resident", "institution").order_by("queue_number", "created_at")
    owner = slot.resource.institution
    if permissions.shares_from(viewer, owner.id, owner.region_id):
        return rows
    return rows.filter(institution_id__in=viewer.scope(permissions.SLOT_BOOK).institution_ids)


def booking_of_slot(viewer: Viewer, booking_id: UUID) -> SlotBooking:
    """One place of a resident in reach, or in a resource of one's own institution; NotVisible otherwise."""
    found = SlotBooking.objects.select_related("slot__resource__institution", "institution").filter(id=booking_id)
    booking = found.first()
    if booking is None:
        raise NotVisible
    owner = booking.slot.resource.institution
    if not permissions.shares_from(viewer, owner.id, owner.region_id):
        people.resident_for(viewer, booking.resident_id)
    return booking


def slot_of_subject(subject_id: UUID) -> SlotBooking | None:
    """The place that belongs to a referral; the caller has found the referral for its viewer."""
    rows = SlotBooking.objects.filter(subject_id=subject_id, state__in=TAKING)
    return rows.select_related("slot__resource__institution").order_by("slot__held_on").first()


def wishes(viewer: Viewer) -> QuerySet[SlotWish]:
    """Who waits for a place, the nearest deadline first: one's own, and those for what one shares."""
    book, share = viewer.scope(permissions.SLOT_BOOK), viewer.scope(permissions.SHARE)
    rows = SlotWish.objects.filter(state__in=(WishState.OPEN, WishState.OFFERED))
    rows = rows.select_related("resource__institution", "resident", "institution", "booking__slot")
    rows = rows.order_by("latest_on", "id")
    if book.everything:
        return rows
    own = rows.filter(institution_id__in=book.institution_ids)
    return own | rows.filter(resource__institution_id__in=share.institution_ids)


def wishes_in_turn(resource_id: UUID, on: dt.date) -> list[SlotWish]:
    """Who waits, in the order of offers: those whom a care card puts first, then the others; of each the referrer who
    got least lately first, then who waits longest."""
    waiting = list(
        SlotWish.objects.filter(resource_id=resource_id, state=WishState.OPEN, latest_on__gte=on).order_by(
            "created_at", "id"
        )
    )
    got = Counter(
        SlotBooking.objects.filter(
            slot__resource_id=resource_id, state__in=TAKING, slot__held_on__gte=on - FAIR_DAYS
        ).values_list("institution_id", flat=True)
    )
    first = [wish for wish in waiting if wish.goes_first]
    return [*_in_turn(first, got), *_in_turn([wish for wish in waiting if not wish.goes_first], got)]


def _in_turn(waiting: Sequence[SlotWish], got: Counter[UUID]) -> list[SlotWish]:
    """By turns of the institutions; `got`, what each had, counts what it is given here."""
    order: list[SlotWish] = []
    left: dict[UUID, list[SlotWish]] = defaultdict(list)
    for wish in waiting:
        left[wish.institution_id].append(wish)
    while left:
        place = min(left, key=lambda one: (got[one], left[one][0].created_at))
        order.append(left[place].pop(0))
        got[place] += 1
        if not left[place]:
            del left[place]
    return order


def usable_shares(
    slot: Slot, booker: Booker, *, release: str, shares: Sequence[SlotShare] | None = None
) -> list[SlotShare]:
    """The shares that a booker may use: their own, what is for all, and after the release those of others too."""
    rows = list(slot.shares.select_related("quota").order_by("id")) if shares is None else shares
    own = [one for one in rows if one.quota and _holds(one.quota, booker)]
    common = [one for one in rows if one.quota is None]
    others = [one for one in rows if one.quota and one not in own]
    return [*own, *common, *(others if release == "all" else [])]


def release_of_slot(slot: Slot, *, on: dt.date, schemes: Sequence[str] = ()) -> str:
    """grassroots or all (scheduling.release), by the schemes where the resource is (found where none are given)."""
    schemes = list(schemes or organization.schemes_for(slot.resource.institution.region_id, on))
    facts = {"slot_on": slot.held_on, "pool": slot.resource.pool}
    return str(decide("scheduling.release", on=on, schemes=schemes, facts=facts)["bookable_by"])


def judge_slot(
    slot: Slot, resident: Any, booker: Booker, shares: Sequence[SlotShare], *, on: dt.date
) -> dict[str, Any]:
    """The outcome of scheduling.slot: everything that stands against it at once."""
    level = organization.level_of(booker.institution_id)
    others = SlotBooking.objects.filter(resident_id=resident.id, state__in=TAKING, slot__held_on=slot.held_on)
    same_time = others.filter(
        slot__resource__begins_at__lt=slot.resource.ends_at, slot__resource__ends_at__gt=slot.resource.begins_at
    ).exclude(slot__resource_id=slot.resource_id)
    facts = {
        "held_on": slot.held_on,
        "bookable_by": release_of_slot(slot, on=on),
        "is_grassroots": level in PRIMARY,
        "free": sum(one.quantity - one.taken for one in shares),
        "is_closed": bool(slot.closed_note),
        "lives_here": resident.status == ResidentStatus.LIVING_HERE,
        "clashes": same_time.exists(),
    }
    schemes = list(organization.schemes_for(slot.resource.institution.region_id, on))
    return decide("scheduling.slot", on=on, schemes=schemes, facts=facts)


def _holds(quota: Any, booker: Booker) -> bool:
    return (
        quota.institution_id == booker.institution_id
        or (quota.team_id is not None and quota.team_id == booker.team_id)
        or (quota.practitioner_id is not None and quota.practitioner_id == booker.practitioner_id)
    )


def free_slot(slot: Slot, free: int) -> FreeSlot:
    """A day of a resource with so many places left."""
    one = slot.resource
    return FreeSlot(
        slot_id=slot.id,
        resource_id=one.id,
        institution_id=one.institution_id,
        institution_name=one.institution.name,
        kind=one.kind,
        title=one.title,
        department=one.department,
        held_on=slot.held_on,
        begins_at=one.begins_at,
        ends_at=one.ends_at,
        free=free,
    )
