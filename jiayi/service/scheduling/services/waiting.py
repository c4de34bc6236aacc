"""The waiting list: who has waited longest takes the place that is given back."""

import datetime as dt

from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import Viewer
from jiayi.service.scheduling.models import Booking, Session
from jiayi.service.scheduling.terms import BookingState, SessionState

from . import history


def promote(*, by: Viewer, session: Session, on: dt.date) -> list[Booking]:
    """Give free places of a coming session to those who wait, the first first; the caller holds its lock."""
    session.refresh_from_db(fields=["taken", "capacity", "state", "held_on"])
    free = session.capacity - session.taken
    if free <= 0 or session.state != SessionState.PLANNED or session.held_on < on:
        return []
    waiting = session.bookings.filter(state=BookingState.WAITING).order_by("created_at", "id")[:free]
    promoted = list(waiting)
    for booking in promoted:
        booking.state, booking.promoted_at = BookingState.BOOKED, clock.now()
        booking.save(update_fields=["state", "promoted_at", "updated_at"])
        history.of_booking(by, "promote_booking", booking)
    return promoted
