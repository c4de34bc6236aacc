"""Residents take and give back places of shared clinics themselves."""

import datetime as dt
from uuid import UUID, uuid4

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.transactions import one_at_a_time, retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import broken, misshapen
from jiayi.registry.people import selectors as people
from jiayi.service.scheduling.models import Slot, SlotBooking
from jiayi.service.scheduling.selectors.own_slots import own_coming, own_kinds, own_limit, slots_of_resident
from jiayi.service.scheduling.terms import COMING, TAKING, Booker, SlotState

from .releasing import release_places
from .taking import note, take_place


@retrying_atomic
def take_own_slot(*, by: Viewer, slot_id: UUID, resident_id: UUID, on: dt.date, at: dt.datetime) -> SlotBooking:
    """A place for a resident whom the viewer may see, where nobody refers them: of kinds that are open to all, from the
    day of the release, within the shares and the limit of coming places. Twice is once."""
    resident = people.resident_for(by, resident_id, on=on)
    slot = Slot.objects.select_related("resource__institution").filter(id=slot_id).first()
    if slot is None or slot.resource.kind not in own_kinds(resident.region_id, on):
        raise NotVisible
    one_at_a_time("scheduling_own", resident.id)  # or two requests would pass the limit together
    has_it = slot.bookings.filter(resident_id=resident.id, state__in=TAKING).exists()
    most = own_limit(resident.region_id, on)
    if not has_it and own_coming(resident.id, on) >= most:
        raise broken("B_OWN_SLOTS_MANY", most=most)
    booker = Booker(slot.resource.institution_id)
    return take_place(by, slot, resident, booker, on, None, uuid4(), purpose="", subject_id=None)


@retrying_atomic
def give_back_own_slot(*, by: Viewer, booking_id: UUID, resident_id: UUID, on: dt.date, at: dt.datetime) -> SlotBooking:
    """Give a place of one's own back; of a referral's the referrer decides. Twice is once."""
    found = slots_of_resident(by, resident_id).filter(pk=booking_id, subject_id=None).first()
    if found is None:
        raise NotVisible
    booking = SlotBooking.objects.select_for_update().get(pk=found.pk)
    if booking.state in (SlotState.GIVEN_BACK, SlotState.LAPSED):
        return booking
    if booking.state not in COMING or found.slot.held_on < on:
        raise misshapen("E_SLOT_STATE")
    release_places(
        SlotBooking.objects.filter(stay_id=booking.stay_id, state__in=COMING), SlotState.GIVEN_BACK, "", on, at
    )
    booking.refresh_from_db()
    note(by, "give_back_slot", booking)
    return booking
