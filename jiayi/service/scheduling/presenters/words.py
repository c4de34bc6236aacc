"""Words and signs of states, times and people."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from jiayi.foundation.ui.wording import label_of
from jiayi.registry.tasks.terms import TaskKind
from jiayi.service.scheduling.models import Session
from jiayi.service.scheduling.terms import BookingState, SessionReason, SessionState

SESSION_SIGNS = {
    SessionState.PLANNED: ("azure", "calendar"),
    SessionState.HELD: ("green", "circle-check"),
    SessionState.CANCELLED: ("secondary", "calendar-off"),
    SessionState.NOT_HELD: ("red", "alert-triangle"),
}
BOOKING_SIGNS = {
    BookingState.BOOKED: ("azure", "calendar-check"),
    BookingState.WAITING: ("yellow", "clock"),
    BookingState.CAME: ("green", "circle-check"),
    BookingState.WALKED_IN: ("green", "walk"),
    BookingState.MISSED: ("red", "user-off"),
    BookingState.CANCELLED: ("secondary", "circle-x"),
}


def state_of(session: Session) -> dict[str, str]:
    """The state as label, colour and icon."""
    colour, icon = SESSION_SIGNS[SessionState(session.state)]
    return {"label": label_of(SessionState, session.state), "colour": colour, "icon": icon}


def reason_of(session: Session) -> str:
    """Why it was cancelled, not held or moved."""
    words = (label_of(SessionReason, session.reason) if session.reason else "", session.note)
    return " · ".join(word for word in words if word)


def fullness_of(session: Session) -> str:
    """3 of 20."""
    return _("%(taken)s / %(capacity)s") % {"taken": session.taken, "capacity": session.capacity}


def due_words(tasks: Iterable[Any]) -> list[str]:
    """What is due for a resident, each kind once."""
    return list(dict.fromkeys(label_of(TaskKind, task.kind) for task in tasks))
