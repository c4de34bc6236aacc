"""What comes next: duties of the team that the resident sees, bookings, clinics and rounds that can be booked."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.tasks import selectors as tasks
from jiayi.registry.tasks.terms import TaskKind
from jiayi.service.scheduling import selectors as scheduling
from jiayi.service.scheduling.terms import COMING, BookingState, FreeSlot, SessionState, SlotState

from .words import choice_label, day_words, days_away

SHOWN = (
    TaskKind.PRESCRIPTION_REFILL,
    TaskKind.RENEWAL_NOTICE,
    TaskKind.REFERRAL_ARRIVAL,
    TaskKind.REFERRAL_CHECK,
    *[kind for kind in TaskKind if kind.startswith("visit_")],
)
MOST = 4
STANDING = (BookingState.BOOKED, BookingState.WAITING)


def next_dates(viewer: Viewer, resident_id: Any, on: dt.date) -> list[dict[str, Any]]:
    """The nearest dates of a resident, the first first; what is overdue is said so."""
    found = [*_duties(viewer, resident_id, on), *_bookings(viewer, resident_id, on)]
    return sorted(found, key=lambda one: one["day"])[:MOST]


def _duties(viewer: Viewer, resident_id: Any, on: dt.date) -> list[dict[str, Any]]:
    rows = tasks.tasks_of(viewer, [resident_id]).filter(kind__in=[str(kind) for kind in SHOWN])
    return [
        {
            "day": one.remind_on or one.due_on,
            "when": day_words(one.remind_on or one.due_on),
            "title": choice_label(TaskKind, one.kind),
            "note": _("请在这天之前"),
            "away": days_away(one.remind_on or one.due_on, on),
            "is_late": one.due_on < on,
        }
        for one in rows[:MOST]
    ]


def _bookings(viewer: Viewer, resident_id: Any, on: dt.date) -> list[dict[str, Any]]:
    return [
        {
            "day": one["day"],
            "when": one["when"],
            "title": one["title"],
            "note": f"{one['time']} {one['place']}",
            "away": days_away(one["day"], on),
            "is_late": False,
        }
        for one in bookings_of(viewer, resident_id, on)
        if one["is_coming"]
    ]


def bookings_of(viewer: Viewer, resident_id: Any, on: dt.date) -> list[dict[str, Any]]:
    """The bookings of a resident, coming and past, the latest first."""
    rows = scheduling.bookings_of_resident(viewer, resident_id)[:30]
    return [
        {
            "id": one.id,
            "day": one.session.held_on,
            "when": day_words(one.session.held_on),
            "time": f"{one.session.begins_at:%H:%M}",
            "place": one.session.place,
            "title": one.session.title,
            "state": choice_label(BookingState, one.state),
            "is_coming": one.state in STANDING
            and one.session.held_on >= on
            and one.session.state == SessionState.PLANNED,
        }
        for one in rows
    ]


def free_slot_rows(slots: Sequence[FreeSlot], on: dt.date) -> list[dict[str, Any]]:
    """Days of the hospital's clinics that can be booked."""
    return [
        {
            "id": one.slot_id,
            "when": day_words(one.held_on),
            "time": f"{one.begins_at:%H:%M}–{one.ends_at:%H:%M}",
            "title": one.title,
            "place": f"{one.institution_name} {one.department}".strip(),
            "free": one.free,
            "away": days_away(one.held_on, on),
        }
        for one in slots
    ]


def own_slot_rows(found: Iterable[Any], on: dt.date) -> list[dict[str, Any]]:
    """My places there, coming and past; a place of a referral is given back by who referred me."""
    return [
        {
            "id": one.id,
            "when": day_words(one.slot.held_on),
            "time": f"{one.slot.resource.begins_at:%H:%M}",
            "title": one.slot.resource.title,
            "place": f"{one.slot.resource.institution.name} {one.slot.resource.department}".strip(),
            "state": choice_label(SlotState, one.state),
            "is_coming": one.state in COMING and one.slot.held_on >= on,
            "is_mine": one.subject_id is None,
        }
        for one in found
    ]
