"""What residents are reminded of: open duties whose time has come, and bookings of tomorrow."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from jiayi.community.engagement.terms import MessageAsked
from jiayi.foundation.base.viewer import SystemViewer, Viewer
from jiayi.foundation.core.dates import ONE_DAY
from jiayi.registry.tasks import selectors as tasks
from jiayi.registry.tasks.terms import TaskKind
from jiayi.service.scheduling import selectors as scheduling

from .messages import send_messages

CHUNK = 2_000
LATELY = 3 * ONE_DAY  # a morning without the machine is made up
OF_TASKS = {
    TaskKind.RENEWAL_NOTICE: "renewal_coming",
    TaskKind.PRESCRIPTION_REFILL: "refill_open",
    **{kind: "visit_due" for kind in TaskKind if kind.startswith("visit_")},
}


def remind(*, by: Viewer, on: dt.date, at: dt.datetime) -> int:
    """Write the reminders of a day; those written before are not written again. How many messages were made.

    Nothing tells a restricted programme: what is read on a phone may be read by others.
    """
    made, asked = 0, []
    for one in _asked(on):
        asked.append(one)
        if len(asked) == CHUNK:
            made += len(send_messages(by=by, asked=asked, at=at))
            asked = []
    return made + len(send_messages(by=by, asked=asked, at=at))


def _asked(on: dt.date) -> Iterator[MessageAsked]:
    yield from _of_bookings(on + ONE_DAY)
    for task in tasks.tasks(PUBLIC, on=on).filter(kind__in=list(OF_TASKS), from_on__gte=on - LATELY).iterator(CHUNK):
        if task.resident_id:
            yield MessageAsked(
                f"task:{task.id}:{task.from_on}",
                OF_TASKS[TaskKind(task.kind)],
                task.resident_id,
                _words(task),
            )


def _words(task: Any) -> dict[str, Any]:
    kind = TaskKind(task.kind)
    return {"what": {"zh": kind.label_zh, "en": kind.label_en}, "day": task.due_on.isoformat()}


def _of_bookings(day: dt.date) -> Iterator[MessageAsked]:
    for booking in scheduling.bookings_on(SystemViewer(), day):
        session = booking.session
        words = {
            "day": session.held_on.isoformat(),
            "time": f"{session.begins_at:%H:%M}",
            "place": session.place,
            "what": session.title,
        }
        yield MessageAsked(f"booking:{booking.id}:{session.held_on}", "booking_tomorrow", booking.resident_id, words)


class _WithoutRestricted(SystemViewer):
    """The system, but blind to restricted programmes."""

    def can(self, permission: str, region: str | None = None) -> bool:
        return permission != "restricted_record_read"


PUBLIC = _WithoutRestricted()
