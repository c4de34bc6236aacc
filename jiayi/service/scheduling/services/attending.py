"""Who came to a session: entered on the day or later; somebody who came makes it held."""

import datetime as dt
from uuid import UUID

from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import misshapen
from jiayi.registry.people import selectors as people
from jiayi.service.scheduling import permissions
from jiayi.service.scheduling.models import Booking, Session
from jiayi.service.scheduling.terms import ATTENDED, BookingState, SessionState

from . import history
from .booking import locked_booking
from .holding import locked_session

ENTERABLE = (BookingState.BOOKED, BookingState.CAME, BookingState.MISSED)


@retrying_atomic
def mark_came(*, by: Viewer, booking_id: UUID, on: dt.date, at: dt.datetime) -> Booking:
    """A booked resident came; one who waited and came all the same is a walk-in."""
    booking, session = locked_booking(by, booking_id)
    if booking.state == BookingState.WAITING:
        return _enter(by, booking, session, BookingState.WALKED_IN, on, at)
    return _enter(by, booking, session, BookingState.CAME, on, at)


@retrying_atomic
def mark_missed(*, by: Viewer, booking_id: UUID, on: dt.date, at: dt.datetime) -> Booking:
    """A booked resident did not come. Nothing follows by itself: the page shows it."""
    booking, session = locked_booking(by, booking_id)
    return _enter(by, booking, session, BookingState.MISSED, on, at)


@retrying_atomic
def put_back(*, by: Viewer, booking_id: UUID, on: dt.date) -> Booking:
    """An entry was a mistake: the booking is as before; a walk-in who was none is taken out."""
    booking, session = locked_booking(by, booking_id)
    if booking.state == BookingState.WALKED_IN:
        booking.state, booking.reason = BookingState.CANCELLED, "mistake"
    elif booking.state in (BookingState.CAME, BookingState.MISSED):
        booking.state = BookingState.BOOKED
    else:
        raise misshapen("E_BOOKING_STATE")
    booking.entered_at = None
    booking.save(update_fields=["state", "reason", "entered_at", "updated_at"])
    if session.state == SessionState.HELD and not session.bookings.filter(state__in=ATTENDED).exists():
        Session.objects.filter(id=session.id).update(state=SessionState.PLANNED, settled_by_name="")
    history.of_booking(by, "put_back", booking)
    return booking


@retrying_atomic
def walk_in(
    *, by: Viewer, session_id: UUID, resident_id: UUID, on: dt.date, at: dt.datetime, purpose: str = ""
) -> Booking:
    """Somebody came without a booking; takes no place. Who was booked has come."""
    session = locked_session(by, session_id, permissions.BOOK)
    resident = people.resident_for(by, resident_id, on=on)
    booking = session.bookings.filter(resident_id=resident.id).exclude(state=BookingState.CANCELLED).first()
    if booking is not None:
        return booking if booking.state in ATTENDED else mark_came(by=by, booking_id=booking.id, on=on, at=at)
    booking = Booking(
        session=session,
        resident=resident,
        purpose=purpose.strip()[:100],
        booked_on=on,
        booked_by=by.actor_id,
        booked_by_name=by.actor_name[:60],
    )
    return _enter(by, booking, session, BookingState.WALKED_IN, on, at)


def _enter(
    by: Viewer, booking: Booking, session: Session, state: BookingState, on: dt.date, at: dt.datetime
) -> Booking:
    if session.state == SessionState.CANCELLED:
        raise misshapen("E_SESSION_STATE")
    if session.held_on > on:
        raise misshapen("E_SESSION_EARLY", held_on=session.held_on)
    if booking.state == state:
        return booking
    if state != BookingState.WALKED_IN and booking.state not in ENTERABLE:
        raise misshapen("E_BOOKING_STATE")
    booking.state, booking.entered_at = state, at
    booking.save()
    if state in ATTENDED:
        _hold(by, session)
    history.of_booking(by, "enter_attendance", booking, state=state)
    return booking


def _hold(by: Viewer, session: Session) -> None:
    """Somebody came, so it was held, whatever was entered before."""
    rows = Session.objects.filter(id=session.id).exclude(state=SessionState.HELD)
    rows.update(state=SessionState.HELD, reason="", note="", settled_by_name=by.actor_name[:60])
