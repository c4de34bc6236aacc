"""Book residents into a session, never over its capacity; give back, move, remind."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import misshapen, refused_by
from jiayi.registry.people import selectors as people
from jiayi.service.scheduling import permissions
from jiayi.service.scheduling.models import Booking, Session
from jiayi.service.scheduling.selectors.bookings import booking_for
from jiayi.service.scheduling.selectors.judging import judge_booking
from jiayi.service.scheduling.terms import (
    REASONS_TO_GIVE_BACK,
    BookingReason,
    BookingState,
    Reminder,
    SessionKind,
    SessionState,
)

from . import history
from .holding import locked_session
from .waiting import promote

CAPACITY = "session_never_over_capacity"


@retrying_atomic
def book(
    *,
    by: Viewer,
    session_id: UUID,
    resident_id: UUID,
    on: dt.date,
    purpose: str = "",
    waits: bool = False,
    moved_from: Booking | None = None,
) -> Booking:
    """Book a resident, or (`waits`) put the resident on the waiting list of a full session.

    A resident who is there already is the answer. LawBroken by scheduling.booking: full, cancelled, past, gone.
    """
    session = locked_session(by, session_id, permissions.BOOK)
    resident = people.resident_for(by, resident_id, on=on)
    present = _present(session, resident.id)
    if present and not (present.state == BookingState.WAITING and not waits):
        return present
    outcome = judge_booking(by, session, resident, on=on, waits=waits)
    if not outcome["allowed"]:
        raise refused_by(outcome)
    if present:
        return _take_place(by, present, session, resident, on)
    state = BookingState.WAITING if waits and session.taken >= session.capacity else BookingState.BOOKED
    booking = Booking(
        session=session,
        resident=resident,
        state=state,
        purpose=purpose.strip()[:100],
        booked_on=on,
        booked_by=by.actor_id,
        booked_by_name=by.actor_name[:60],
        moved_from=moved_from,
    )
    _save(by, booking, session, resident, on, force_insert=True)
    history.of_booking(by, "book", booking, state=state)
    return booking


@retrying_atomic
def book_household(
    *, by: Viewer, session_id: UUID, household_id: UUID, on: dt.date, purpose: str = ""
) -> list[Booking]:
    """Put everybody of a household who lives here on a home round: all, or nobody where places are lacking."""
    session = locked_session(by, session_id, permissions.BOOK)
    if session.kind != SessionKind.HOME_ROUND:
        raise misshapen("E_SESSION_KIND")
    household = people.household_for(by, household_id)
    living = [one.id for one in people.members(by, household.id, on=on) if one.status == "living_here"]
    if not living:
        raise misshapen("E_HOUSEHOLD_EMPTY")
    return [book(by=by, session_id=session.id, resident_id=one, on=on, purpose=purpose) for one in living]


@retrying_atomic
def cancel_booking(
    *, by: Viewer, booking_id: UUID, reason: str, on: dt.date, note: str = "", allowed: Sequence[str] = ()
) -> Booking:
    """Give a place back, or leave the waiting list; the next who waits takes it. Twice is once."""
    booking, session = locked_booking(by, booking_id)
    if reason not in (*REASONS_TO_GIVE_BACK, *allowed):
        raise misshapen("E_BOOKING_REASON", "reason")
    if booking.state == BookingState.CANCELLED:
        return booking
    if booking.state not in (BookingState.BOOKED, BookingState.WAITING):
        raise misshapen("E_BOOKING_STATE")
    if session.held_on < on and reason != BookingReason.MISTAKE:
        raise misshapen("E_CANCEL_PAST")
    booking.state, booking.reason, booking.note = BookingState.CANCELLED, str(reason), note.strip()[:200]
    booking.save(update_fields=["state", "reason", "note", "updated_at"])
    history.of_booking(by, "cancel_booking", booking, reason=reason)
    promote(by=by, session=session, on=on)
    return booking


@retrying_atomic
def move_booking(*, by: Viewer, booking_id: UUID, session_id: UUID, on: dt.date, waits: bool = False) -> Booking:
    """Move a resident into another session: the place there first, then the one here is given back.

    Of a cancelled session its bookings move too. Both sessions are locked in one order, so two moves never wait for
    each other.
    """
    first = booking_for(by, booking_id, permission=permissions.BOOK)
    if first.session_id == session_id:
        raise misshapen("E_BOOKING_SAME", "session")
    for each in sorted((first.session_id, session_id)):
        locked_session(by, each, permissions.BOOK)
    booking = Booking.objects.select_for_update(of=("self",)).get(id=first.id)
    done = Booking.objects.filter(moved_from=booking, session_id=session_id).exclude(state=BookingState.CANCELLED)
    if moved := done.first():
        return moved
    may_move = booking.state in (BookingState.BOOKED, BookingState.WAITING, BookingState.MISSED)
    if not may_move and booking.reason != BookingReason.SESSION_CANCELLED:
        raise misshapen("E_BOOKING_STATE")
    moved = book(
        by=by,
        session_id=session_id,
        resident_id=booking.resident_id,
        on=on,
        purpose=booking.purpose,
        waits=waits,
        moved_from=booking,
    )
    if booking.state in (BookingState.BOOKED, BookingState.WAITING) and first.session.held_on >= on:
        cancel_booking(by=by, booking_id=booking.id, reason=BookingReason.MOVED, on=on, allowed=(BookingReason.MOVED,))
    return moved


@retrying_atomic
def remind(*, by: Viewer, booking_id: UUID, outcome: str, at: dt.datetime) -> Booking:
    """Note how the call before the session went; who says not to come is given back by `cancel_booking`."""
    booking, session = locked_booking(by, booking_id)
    if booking.state != BookingState.BOOKED or session.state != SessionState.PLANNED:
        raise misshapen("E_BOOKING_STATE")
    booking.reminder, booking.reminded_at = str(Reminder(outcome)), at
    booking.save(update_fields=["reminder", "reminded_at", "updated_at"])
    history.of_booking(by, "remind", booking, outcome=outcome)
    return booking


def locked_booking(by: Viewer, booking_id: UUID) -> tuple[Booking, Session]:
    """A booking with its session, both locked, the session first."""
    found = booking_for(by, booking_id, permission=permissions.BOOK)
    session = locked_session(by, found.session_id, permissions.BOOK)
    booking = Booking.objects.select_for_update(of=("self",)).get(id=found.id)
    booking.session = session
    return booking, session


def _present(session: Session, resident_id: UUID) -> Booking | None:
    rows = session.bookings.filter(resident_id=resident_id).exclude(state=BookingState.CANCELLED)
    return rows.first()


def _take_place(by: Viewer, booking: Booking, session: Session, resident: Any, on: dt.date) -> Booking:
    booking.state = BookingState.BOOKED
    _save(by, booking, session, resident, on)
    history.of_booking(by, "book", booking, state=booking.state)
    return booking


def _save(by: Viewer, booking: Booking, session: Session, resident: Any, on: dt.date, **options: Any) -> None:
    """Save, and say what the decision says where the database found the session full after all."""
    try:
        with transaction.atomic():
            booking.save(**options)
    except IntegrityError as error:
        if CAPACITY not in str(error):
            raise
        session.refresh_from_db(fields=["taken", "capacity"])
        raise refused_by(judge_booking(by, session, resident, on=on)) from error
