"""Places given back, or held too long, go to those who wait, in turn."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from jiayi.foundation.base.errors import LawBroken
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import SystemViewer, Viewer
from jiayi.foundation.ui.refusals import misshapen
from jiayi.service.scheduling.models import SlotBooking, SlotWish
from jiayi.service.scheduling.selectors.slots import coming_slots, wishes_in_turn
from jiayi.service.scheduling.terms import COMING, Booker, SlotState, WishState

from .taking import locked_place, note, take_slot


@retrying_atomic
def give_back_slot(*, by: Viewer, booking_id: UUID, on: dt.date, at: dt.datetime, words: str = "") -> SlotBooking:
    """Give the coming days of a place back; who waits is offered them. Twice is once."""
    booking = locked_place(by, booking_id)
    if booking.state in (SlotState.GIVEN_BACK, SlotState.LAPSED):
        return booking
    if booking.state not in COMING:
        raise misshapen("E_SLOT_STATE")
    release_places(
        SlotBooking.objects.filter(stay_id=booking.stay_id, state__in=COMING), SlotState.GIVEN_BACK, words, on, at
    )
    booking.refresh_from_db()
    note(by, "give_back_slot", booking)
    return booking


@retrying_atomic
def give_back_slots_of(*, subject_id: UUID, on: dt.date, at: dt.datetime) -> int:
    """What a referral booked and does not need any more."""
    rows = SlotBooking.objects.filter(subject_id=subject_id, state__in=COMING, slot__held_on__gte=on)
    return release_places(rows, SlotState.GIVEN_BACK, "", on, at)


@retrying_atomic
def lapse_holds(*, on: dt.date, at: dt.datetime) -> int:
    """Holds whose time is over are free again."""
    rows = SlotBooking.objects.filter(state=SlotState.HELD, held_until__lt=at)
    return release_places(rows, SlotState.LAPSED, "", on, at)


@retrying_atomic
def offer_next(*, resource_id: UUID, on: dt.date, at: dt.datetime) -> int:
    """Hold what is free for those who wait, in turn; how many were offered a place. Lapsed offers wait again."""
    SlotWish.objects.filter(resource_id=resource_id, state=WishState.OFFERED, booking__state=SlotState.LAPSED).update(
        state=WishState.OPEN, booking=None
    )
    offered = 0
    for wish in wishes_in_turn(resource_id, on):
        if _offered(wish, on, at):
            offered += 1
    return offered


def _offered(wish: SlotWish, on: dt.date, at: dt.datetime) -> bool:
    booker = Booker(wish.institution_id, practitioner_id=wish.practitioner_id)
    since = max(wish.earliest_on, on)
    for slot in coming_slots(since, wish.latest_on, resource_ids=[wish.resource_id]):
        try:
            held = take_slot(
                by=SystemViewer(),
                slot_id=slot.id,
                resident_id=wish.resident_id,
                booker=booker,
                on=on,
                at=at,
                holds=True,
                subject_id=wish.subject_id,
            )
        except LawBroken:
            continue
        wish.state, wish.booking = WishState.OFFERED, held
        wish.save(update_fields=["state", "booking", "updated_at"])
        return True
    return False


def release_places(rows: Any, state: SlotState, words: str, on: dt.date, at: dt.datetime) -> int:
    """Places become free and go to who waits; the caller has judged who may give them back."""
    found: Sequence[SlotBooking] = list(rows.select_for_update(of=("self",)).select_related("slot"))
    ids = [one.id for one in found]
    count = SlotBooking.objects.filter(id__in=ids).update(state=state, note=words.strip()[:200], held_until=None)
    for resource_id in dict.fromkeys(one.slot.resource_id for one in found):
        offer_next(resource_id=resource_id, on=on, at=at)
    return count
