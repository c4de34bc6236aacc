"""What becomes of one session: cancelled or moved before its day, held or not held on it."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import misshapen
from jiayi.registry.organization import selectors as organization
from jiayi.service.scheduling import permissions
from jiayi.service.scheduling.models import Booking, Session
from jiayi.service.scheduling.selectors.sessions import session_for
from jiayi.service.scheduling.terms import (
    ATTENDED,
    MOST_PLACES,
    REASONS_NOT_HELD,
    REASONS_TO_CANCEL,
    BookingReason,
    BookingState,
    Reason,
    SessionReason,
    SessionState,
)

from . import history
from .waiting import promote


def locked_session(by: Viewer, session_id: UUID, permission: str = permissions.WRITE) -> Session:
    """The session for a change: locked until the transaction ends."""
    found = session_for(by, session_id, permission=permission)
    return Session.objects.select_for_update(of=("self",)).get(id=found.id)


@retrying_atomic
def cancel_session(*, by: Viewer, session_id: UUID, reason: Reason, on: dt.date) -> Session:
    """Call a session off. Its bookings are given back by it and stand on its page, to be moved elsewhere."""
    session = locked_session(by, session_id)
    _require_reason(reason, REASONS_TO_CANCEL)
    if session.state == SessionState.CANCELLED:
        return session
    if session.state != SessionState.PLANNED:
        raise misshapen("E_SESSION_STATE")
    if _attended(session):
        raise misshapen("E_SESSION_HAS_CAME")
    _settle(session, SessionState.CANCELLED, by, reason)
    held = session.bookings.filter(state__in=(BookingState.BOOKED, BookingState.WAITING))
    residents = list(held.values_list("resident_id", flat=True))
    held.update(state=BookingState.CANCELLED, reason=BookingReason.SESSION_CANCELLED)
    history.of_session(by, "cancel_session", session, residents, reason=reason.code, bookings=len(residents))
    return session


@retrying_atomic
def move_session(
    *,
    by: Viewer,
    session_id: UUID,
    held_on: dt.date,
    begins_at: dt.time,
    ends_at: dt.time,
    on: dt.date,
    reason: Reason | None = None,
    place: str = "",
) -> Session:
    """Hold a session on another day, or at another time or place; its bookings go with it and are to be told."""
    session = locked_session(by, session_id)
    if session.state != SessionState.PLANNED or _attended(session):
        raise misshapen("E_SESSION_STATE")
    if held_on < on:
        raise misshapen("E_SESSION_MOVED_BACK", "held_on")
    if begins_at >= ends_at:
        raise misshapen("E_SCHEDULE_TIMES", "ends_at")
    former = session.held_on
    session.held_on, session.begins_at, session.ends_at = held_on, begins_at, ends_at
    session.place = place.strip()[:120] or session.place
    session.reason, session.note = (reason.code, reason.note.strip()[:200]) if reason else ("", "")
    session.needs_decision = False
    session.save()
    booked = session.bookings.filter(state=BookingState.BOOKED)
    residents = list(booked.values_list("resident_id", flat=True))
    booked.update(reminder="", reminded_at=None)
    history.of_session(by, "move_session", session, residents, former=former, held_on=held_on)
    return session


@retrying_atomic
def change_session(*, by: Viewer, session_id: UUID, capacity: int, on_duty: Sequence[UUID], on: dt.date) -> Session:
    """Give one session other places or other people; more places take residents off the waiting list."""
    session = locked_session(by, session_id)
    if session.state not in (SessionState.PLANNED, SessionState.HELD):
        raise misshapen("E_SESSION_STATE")
    if not 1 <= capacity <= MOST_PLACES:
        raise misshapen("E_CAPACITY", "capacity", most=MOST_PLACES)
    if capacity < session.taken:
        raise misshapen("E_CAPACITY_BELOW_TAKEN", "capacity", taken=session.taken)
    team = organization.team_facts(session.team_id, session.held_on)
    known = {member.practitioner_id for member in team.members} if team else set()
    if not (known | set(session.on_duty.values_list("id", flat=True))).issuperset(on_duty):
        raise misshapen("E_SCHEDULE_STAFF", "on_duty")
    Session.objects.filter(id=session.id).update(capacity=capacity)
    session.capacity = capacity
    session.on_duty.set(on_duty)
    history.of_session(by, "change_session", session, capacity=capacity, on_duty=len(on_duty))
    promote(by=by, session=session, on=on)
    return session


@retrying_atomic
def mark_held(*, by: Viewer, session_id: UUID, on: dt.date) -> Session:
    """A session took place; whoever was booked and has no entry did not come."""
    session = locked_session(by, session_id, permissions.BOOK)
    if session.state == SessionState.CANCELLED:
        raise misshapen("E_SESSION_STATE")
    if session.held_on > on:
        raise misshapen("E_SESSION_EARLY", held_on=session.held_on)
    if not _attended(session):
        raise misshapen("E_NOBODY_CAME")
    if session.state != SessionState.HELD:
        _settle(session, SessionState.HELD, by, None)
    missed = Booking.objects.filter(session=session, state=BookingState.BOOKED).update(state=BookingState.MISSED)
    history.of_session(by, "mark_held", session, missed=missed)
    return session


@retrying_atomic
def mark_not_held(*, by: Viewer, session_id: UUID, reason: Reason, on: dt.date) -> Session:
    """A session that was planned did not take place (未开诊), and why; a later entry of somebody who came undoes it."""
    session = locked_session(by, session_id, permissions.BOOK)
    _require_reason(reason, REASONS_NOT_HELD)
    if session.state not in (SessionState.PLANNED, SessionState.NOT_HELD):
        raise misshapen("E_SESSION_STATE")
    if session.held_on > on:
        raise misshapen("E_SESSION_EARLY", held_on=session.held_on)
    if _attended(session):
        raise misshapen("E_SESSION_HAS_CAME")
    _settle(session, SessionState.NOT_HELD, by, reason)
    history.of_session(by, "mark_not_held", session, reason=reason.code)
    return session


def _settle(session: Session, state: SessionState, by: Viewer, reason: Reason | None) -> None:
    session.state = state
    session.reason, session.note = (reason.code, reason.note.strip()[:200]) if reason else ("", "")
    session.needs_decision = False
    session.settled_by_name = by.actor_name[:60]
    session.save(update_fields=["state", "reason", "note", "needs_decision", "settled_by_name", "updated_at"])


def _attended(session: Session) -> bool:
    return session.bookings.filter(state__in=ATTENDED).exists()


def _require_reason(reason: Reason, known: Sequence[SessionReason]) -> None:
    if reason.code not in known or (reason.code == SessionReason.OTHER and not reason.note.strip()):
        raise misshapen("E_SESSION_REASON", "reason")
