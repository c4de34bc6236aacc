"""What the day itself changes: sessions of the coming weeks, sessions nobody told anything of, bookings not come."""

import datetime as dt
import functools
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import find_value
from jiayi.registry.organization import selectors as organization
from jiayi.service.scheduling.models import Booking, Session
from jiayi.service.scheduling.terms import ATTENDED, BookingState, SessionReason, SessionState

from .making import make_sessions
from .offering import make_slots

UNRECORDED_AFTER = "scheduling.unrecorded_after_days"


@dataclass(frozen=True)
class Turned:
    """How many sessions were made, count as not held, and how many bookings did not come."""

    sessions_made: int
    sessions_unrecorded: int
    bookings_missed: int
    slots_made: int


def turn_day(*, by: Viewer, on: dt.date) -> Turned:
    """All of it; a second run changes nothing."""
    return Turned(make_sessions(by=by, on=on), _close_unrecorded(on=on), _miss(on=on), make_slots(on=on))


@retrying_atomic
def _close_unrecorded(*, on: dt.date) -> int:
    """Planned sessions some days past without anybody who came were not held (未开诊), as far as anybody told."""
    past = Session.objects.filter(state=SessionState.PLANNED, held_on__lt=on)
    days_of = functools.cache(functools.partial(_grace, on))
    by_day: dict[dt.date, list[str]] = defaultdict(list)
    for region in past.order_by().values_list("region_id", flat=True).distinct():
        by_day[on - dt.timedelta(days=days_of(region))].append(region)
    came = Booking.objects.filter(session=OuterRef("pk"), state__in=ATTENDED)
    closed = 0
    for before, regions in by_day.items():
        rows = past.filter(held_on__lt=before, region_id__in=regions).exclude(Exists(came))
        closed += rows.update(state=SessionState.NOT_HELD, reason=SessionReason.UNRECORDED, needs_decision=False)
    return closed


@retrying_atomic
def _miss(*, on: dt.date) -> int:
    """Booked into a session that was held before today, and without an entry: did not come."""
    rows = Booking.objects.filter(state=BookingState.BOOKED, session__state=SessionState.HELD, session__held_on__lt=on)
    ids = list(rows.values_list("id", flat=True))
    return Booking.objects.filter(id__in=ids).update(state=BookingState.MISSED)


def _grace(on: dt.date, region_code: str) -> int:
    found = find_value(UNRECORDED_AFTER, on, organization.schemes_for(region_code, on))
    return int(found.value) if found else 0
