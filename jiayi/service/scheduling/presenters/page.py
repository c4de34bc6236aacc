"""The page of a session: what it is, who is in it, what may be done."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.choices import Sex
from jiayi.foundation.core.dates import completed_years
from jiayi.foundation.ui.wording import label_of, people_of, time_of, weekday_of
from jiayi.registry.people import selectors as people
from jiayi.service.scheduling import permissions, selectors
from jiayi.service.scheduling.models import Booking, Session
from jiayi.service.scheduling.terms import ATTENDED, BookingReason, BookingState, Reminder, SessionKind, SessionState

from .words import BOOKING_SIGNS, due_words, reason_of, state_of


def session_page(viewer: Viewer, session: Session, bookings: Sequence[Booking], on: dt.date) -> dict[str, Any]:
    """Everything that the page shows; as many queries for many residents as for one."""
    due = selectors.tasks_of(viewer, [one.resident_id for one in bookings], on=max(session.held_on, on))
    rows = [booking_row(one, due, on) for one in bookings]
    waiting = [row for row in rows if row["state"] == BookingState.WAITING]
    may_book = viewer.can(permissions.BOOK) and permissions_hold(viewer, permissions.BOOK, session)
    counts = selectors.attendance_of(bookings)
    return {
        "session": session,
        "kind": label_of(SessionKind, session.kind),
        "weekday": weekday_of(session.held_on),
        "time": time_of(session.begins_at, session.ends_at),
        "sign": state_of(session),
        "reason": reason_of(session),
        "people": people_of(session.on_duty.all()),
        "is_moved": session.held_on != session.planned_on,
        "is_home_round": session.kind == SessionKind.HOME_ROUND,
        "rows": [row for row in rows if row["state"] not in (BookingState.WAITING, BookingState.CANCELLED)],
        "waiting": waiting,
        "given_back": [row for row in rows if row["state"] == BookingState.CANCELLED],
        "homes": _homes(bookings, rows) if session.kind == SessionKind.HOME_ROUND else [],
        "counts": counts,
        "may_book": may_book,
        "may_plan": permissions_hold(viewer, permissions.WRITE, session),
        "takes_bookings": may_book and session.state == SessionState.PLANNED and session.held_on >= on,
        "takes_reminders": may_book and session.state == SessionState.PLANNED and session.held_on > on,
        "takes_attendance": may_book and session.state != SessionState.CANCELLED and session.held_on <= on,
        "is_full": session.taken >= session.capacity,
        "may_settle": may_book and session.held_on <= on and session.state == SessionState.PLANNED,
        "may_close": may_book and session.state == SessionState.HELD and counts[BookingState.BOOKED] > 0,
        "release": selectors.release_of(session, on=min(on, session.held_on)),
    }


def permissions_hold(viewer: Viewer, permission: str, session: Session) -> bool:
    """Whether the viewer may do this at the session's place."""
    return permissions.holds(
        viewer.scope(permission),
        region_code=session.region_id,
        institution_id=session.institution_id,
        team_id=session.team_id,
    )


def sessions_cards(page: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The figures above the table."""
    counts, session = page["counts"], page["session"]
    taken = f"{session.taken} / {session.capacity}"
    return [
        {"label": _("已约"), "value": taken, "icon": "calendar-check", "colour": "azure"},
        {"label": _("候补"), "value": counts[BookingState.WAITING], "icon": "clock", "colour": "yellow"},
        {"label": _("到诊"), "value": counts["attended"], "icon": "circle-check", "colour": "green"},
        {"label": _("未到"), "value": counts[BookingState.MISSED], "icon": "user-off", "colour": "red"},
    ]


def booking_row(booking: Booking, due: Mapping[UUID, Sequence[Any]], on: dt.date) -> dict[str, Any]:
    """A line of the table; of a resident out of reach only that there is one."""
    colour, icon = BOOKING_SIGNS[BookingState(booking.state)]
    resident = booking.resident
    reminded = timezone.localtime(booking.reminded_at) if booking.reminded_at else None
    row = {
        "id": booking.id,
        "state": booking.state,
        "sign": {"label": label_of(BookingState, booking.state), "colour": colour, "icon": icon},
        "purpose": booking.purpose,
        "is_seen": booking.is_seen,
        "has_come": booking.state in ATTENDED,
        "is_open": booking.state == BookingState.BOOKED,
        "is_missed": booking.state == BookingState.MISSED,
        "is_promoted": booking.promoted_at is not None,
        "reminder": label_of(Reminder, booking.reminder) if booking.reminder else "",
        "reminded_at": reminded,
        "reason": label_of(BookingReason, booking.reason) if booking.reason else "",
        "may_move": booking.reason == BookingReason.SESSION_CANCELLED and not booking.moved_to.all(),
        "due": [],
        "phone": "",
    }
    if not booking.is_seen:
        return row | {"name": _("范围外的居民"), "resident_id": None}
    return row | {
        "resident_id": resident.id,
        "name": resident.name,
        "sex": label_of(Sex, resident.sex),
        "age": completed_years(resident.birth_date, on),
        "place": resident.region.name,
        "address": resident.address,
        "phone": people.masked_numbers(resident).phone,
        "due": due_words(due.get(resident.id, ())),
    }


def _homes(bookings: Sequence[Booking], rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The residents of a home round by household, as people go from door to door."""
    by_id = {row["id"]: row for row in rows}
    going = [one for one in bookings if one.state not in (BookingState.CANCELLED, BookingState.WAITING)]
    return [
        {
            "address": home.household.address if home.household else home.bookings[0].resident.address,
            "number": home.household.number if home.household else "",
            "rows": [by_id[one.id] for one in home.bookings],
        }
        for home in selectors.homes_of(going)
        if any(one.is_seen for one in home.bookings)
    ]
