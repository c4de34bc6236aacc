"""Residents to choose, sessions to choose, and a resident's bookings."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from jiayi.foundation.core.choices import Sex
from jiayi.foundation.core.dates import completed_years
from jiayi.foundation.ui.wording import label_of, time_of, weekday_of
from jiayi.service.scheduling.models import Booking, Session
from jiayi.service.scheduling.terms import BookingReason, BookingState, SessionKind

from .sessions import session_row
from .words import BOOKING_SIGNS, due_words


def found_rows(residents: Iterable[Any], on: dt.date, present: Iterable[Any] = ()) -> list[dict[str, Any]]:
    """Residents who may be put into a session, with what is due for them where that was asked."""
    there = set(present)
    return [
        {
            "id": one.id,
            "name": one.name,
            "sex": label_of(Sex, one.sex),
            "age": completed_years(one.birth_date, on),
            "note": one.address or one.region_id,
            "is_there": one.id in there,
            "household_id": one.household_id,
            "due": due_words(getattr(one, "due_here", ())),
        }
        for one in residents
    ]


def choice_rows(sessions: Iterable[Session]) -> list[dict[str, Any]]:
    """Sessions that a resident may be booked into."""
    return [session_row(one) for one in sessions]


def resident_rows(bookings: Sequence[Booking], on: dt.date) -> dict[str, list[dict[str, Any]]]:
    """A resident's bookings: those to come, the nearest first, and past ones."""
    rows = [_resident_row(one) for one in bookings]
    coming = [row for row in rows if row["held_on"] >= on and row["state"] != BookingState.CANCELLED]
    return {"coming": coming[::-1], "past": [row for row in rows if row not in coming]}


def _resident_row(booking: Booking) -> dict[str, Any]:
    session = booking.session
    colour, icon = BOOKING_SIGNS[BookingState(booking.state)]
    return {
        "id": booking.id,
        "session_id": session.id,
        "state": booking.state,
        "held_on": session.held_on,
        "weekday": weekday_of(session.held_on),
        "time": time_of(session.begins_at, session.ends_at),
        "kind": label_of(SessionKind, session.kind),
        "title": session.title,
        "place": session.place,
        "team": session.team.name,
        "sign": {"label": label_of(BookingState, booking.state), "colour": colour, "icon": icon},
        "note": label_of(BookingReason, booking.reason) if booking.reason else booking.purpose,
    }
