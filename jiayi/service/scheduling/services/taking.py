"""Book a place of a slot, hold it for a while, give it back: never more than the shares have."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import events
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import ONE_DAY
from jiayi.foundation.rulebook import find_value
from jiayi.foundation.ui.refusals import broken, misshapen, refused_by
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.scheduling import permissions
from jiayi.service.scheduling.events import ExaminationToBook
from jiayi.service.scheduling.models import Slot, SlotBooking, SlotShare
from jiayi.service.scheduling.selectors.slots import booking_of_slot, judge_slot, release_of_slot, usable_shares
from jiayi.service.scheduling.terms import BEDS, COMING, LONGEST_STAY, TAKING, Booker, SlotState

HOLD_MINUTES = "scheduling.hold_minutes"


@retrying_atomic
def take_slot(
    *,
    by: Viewer,
    slot_id: UUID,
    resident_id: UUID,
    booker: Booker,
    on: dt.date,
    at: dt.datetime,
    days: int = 1,
    holds: bool = False,
    purpose: str = "",
    subject_id: UUID | None = None,
) -> SlotBooking:
    """A place for a resident, of a bed for some days; `holds`: for some minutes only. Twice is once.

    LawBroken with every reason that stands against it (scheduling.slot), NotVisible out of reach.
    """
    require_booker(by, booker, on=on)
    resident = people.resident_for(by, resident_id, on=on)
    slots = _slots(slot_id, days)
    if item := slots[0].resource.item:
        events.publish(ExaminationToBook(resident.id, item, booker.institution_id, on))
    until = _held_until(slots[0], on, at) if holds else None
    stay_id = uuid4()
    made = [
        take_place(by, slot, resident, booker, on, until, stay_id, purpose=purpose, subject_id=subject_id)
        for slot in slots
    ]
    return made[0]


@retrying_atomic
def confirm_slot(
    *, by: Viewer, booking_id: UUID, on: dt.date, at: dt.datetime, subject_id: UUID | None = None
) -> SlotBooking:
    """Make a hold a booking while it lasts. Twice is once."""
    booking = locked_place(by, booking_id)
    if booking.state == SlotState.BOOKED:
        return booking
    if booking.state != SlotState.HELD or (booking.held_until and booking.held_until < at):
        raise broken("E_HOLD_LAPSED")
    rows = SlotBooking.objects.filter(stay_id=booking.stay_id, state=SlotState.HELD)
    rows.update(state=SlotState.BOOKED, held_until=None, subject_id=subject_id or booking.subject_id, booked_on=on)
    booking.refresh_from_db()
    note(by, "confirm_slot", booking)
    return booking


@retrying_atomic
def enter_slot(*, by: Viewer, booking_id: UUID, state: str, on: dt.date) -> SlotBooking:
    """Who came is given the next number of the queue, the referred in their turn too; or who did not come."""
    booking = locked_place(by, booking_id, at_owner=True)
    if state not in (SlotState.CAME, SlotState.MISSED) or booking.state not in TAKING:
        raise misshapen("E_SLOT_STATE")
    if booking.slot.held_on > on:
        raise misshapen("E_SLOT_EARLY", held_on=booking.slot.held_on)
    if state == SlotState.CAME and booking.queue_number is None:
        Slot.objects.select_for_update().get(id=booking.slot_id)
        last = booking.slot.bookings.exclude(queue_number=None).order_by("-queue_number").first()
        booking.queue_number = (last.queue_number if last else 0) + 1
    booking.state, booking.held_until = state, None
    booking.save(update_fields=["state", "queue_number", "held_until", "updated_at"])
    note(by, "enter_slot", booking, state=state)
    return booking


@retrying_atomic
def mark_slots_of(*, subject_id: UUID, state: str, on: dt.date) -> int:
    """The patient of a referral came, or did not; places of later days stay."""
    rows = SlotBooking.objects.filter(subject_id=subject_id, state__in=COMING, slot__held_on__lte=on)
    return rows.update(state=state, held_until=None)


def locked_place(by: Viewer, booking_id: UUID, *, at_owner: bool = False) -> SlotBooking:
    """A place that the viewer may change, locked: who booked it, or whose resource it is (`at_owner`: they alone)."""
    found = booking_of_slot(by, booking_id)
    owner = found.slot.resource.institution
    if not (
        permissions.shares_from(by, owner.id, owner.region_id)
        or (not at_owner and permissions.books_for(by, found.institution_id, found.institution.region_id))
    ):
        raise NotVisible
    return SlotBooking.objects.select_for_update(of=("self",)).select_related("slot__resource").get(id=found.id)


def take_place(
    by: Viewer,
    slot: Slot,
    resident: Any,
    booker: Booker,
    on: dt.date,
    until: dt.datetime | None,
    stay_id: UUID,
    **more: Any,
) -> SlotBooking:
    """A place in a slot within the shares that the booker may use; the caller has judged who books for whom."""
    shares = _locked_shares(slot, booker, on)
    present = slot.bookings.filter(resident_id=resident.id, state__in=TAKING).first()
    if present:
        return present
    outcome = judge_slot(slot, resident, booker, shares, on=on)
    if not outcome["allowed"]:
        raise refused_by(outcome)
    booking = SlotBooking(
        slot=slot,
        share=next(one for one in shares if one.taken < one.quantity),
        resident=resident,
        state=SlotState.HELD if until else SlotState.BOOKED,
        stay_id=stay_id,
        institution_id=booker.institution_id,
        held_until=until,
        booked_on=on,
        booked_by=by.actor_id,
        booked_by_name=by.actor_name[:60],
        purpose=str(more["purpose"]).strip()[:100],
        subject_id=more["subject_id"],
    )
    try:
        with transaction.atomic():
            booking.save(force_insert=True)
    except IntegrityError as error:
        if "slot_share_never_over" not in str(error):
            raise
        raise broken("B_SLOT_FULL") from error
    note(by, "take_slot", booking, held=bool(until))
    return booking


def _locked_shares(slot: Slot, booker: Booker, on: dt.date) -> list[SlotShare]:
    """The shares that this booker may use on the day of asking, their own first, locked until the transaction ends."""
    ids = [one.id for one in usable_shares(slot, booker, release=release_of_slot(slot, on=on))]
    rows = {one.id: one for one in SlotShare.objects.select_for_update().filter(id__in=ids).order_by("id")}
    return [rows[one] for one in ids]


def _slots(slot_id: UUID, days: int) -> list[Slot]:
    """The slot, and of a bed the following days; a day without a bed refuses the whole stay."""
    first = Slot.objects.select_related("resource__institution").filter(id=slot_id).first()
    if first is None:
        raise NotVisible
    if days < 1 or days > (LONGEST_STAY if first.resource.kind in BEDS else 1):
        raise misshapen("E_SLOT_DAYS", "days")
    last = first.held_on + (days - 1) * ONE_DAY
    rows = Slot.objects.select_related("resource__institution").filter(
        resource_id=first.resource_id, held_on__gte=first.held_on, held_on__lte=last
    )
    slots = list(rows.order_by("held_on"))
    if len(slots) < days:
        raise broken("B_SLOT_NO_BED")
    return slots


def _held_until(slot: Slot, on: dt.date, at: dt.datetime) -> dt.datetime:
    found = find_value(HOLD_MINUTES, on, organization.schemes_for(slot.resource.institution.region_id, on))
    return at + dt.timedelta(minutes=int(found.value) if found else 0)


def require_booker(by: Viewer, booker: Booker, *, on: dt.date) -> None:
    """NotVisible for who does not book for this institution, or with the places of a doctor of another one."""
    place = organization.institution_for(by, booker.institution_id)
    if not permissions.books_for(by, place.id, place.region_id):
        raise NotVisible
    if booker.practitioner_id in (None, by.practitioner_id):
        return
    doctor = organization.doctor_facts(booker.practitioner_id, on)
    if doctor is None or doctor.institution_id != place.id:
        raise NotVisible


def note(by: Viewer, act: str, booking: SlotBooking, **details: Any) -> None:
    audit.record(
        by=by,
        act=f"scheduling.{act}",
        subject_kind="slot_booking",
        subject_ids=[booking.id],
        resident_ids=[booking.resident_id],
        details={"slot": str(booking.slot_id)} | details,
    )
