"""Make the sessions of the coming weeks from schedules; what was made already stays, so a second run makes nothing."""

import datetime as dt
import functools
from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.db.models import F, Q, QuerySet

from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import ONE_DAY
from jiayi.foundation.rulebook import find_value
from jiayi.foundation.rulebook.working_days import day_kind
from jiayi.registry.organization import selectors as organization
from jiayi.service.scheduling.models import Schedule, Session
from jiayi.service.scheduling.rules import days_of
from jiayi.service.scheduling.terms import OnHoliday, SessionState

DAYS_AHEAD = "scheduling.days_ahead"
CHUNK = 500


@retrying_atomic
def make_sessions(*, by: Viewer, on: dt.date) -> int:
    """The sessions of all schedules as far ahead as each place's rulebook says, also those of days on which nothing
    ran; how many were made. Sessions nobody is booked into go where their day became a public holiday."""
    made = 0
    for ids in _to_make(on):
        schedules = Schedule.objects.select_for_update(of=("self",), no_key=True).filter(id__in=ids).order_by("id")
        made += make(list(schedules), on=on)
    drop_holidays(on=on)
    return made


def make(schedules: Sequence[Schedule], *, on: dt.date, until: dt.date | None = None) -> int:
    """The same of these schedules, which the caller has locked, or as far as `until`; a steady number of queries."""
    horizon_of = functools.cache(functools.partial(last_day_ahead, on))
    fresh, horizons = [], {}
    for schedule in schedules:
        horizons[schedule.id] = horizon = until or horizon_of(schedule.region_id)
        since = schedule.made_until + ONE_DAY if schedule.made_until else schedule.starts_on
        fresh += [_session(schedule, day) for day in days_to_hold(schedule, since, horizon)]
    known = set(Session.objects.filter(schedule__in=schedules).values_list("schedule_id", "planned_on"))
    fresh = [one for one in fresh if (one.schedule_id, one.planned_on) not in known]
    Session.objects.bulk_create(fresh, batch_size=2000)
    _put_on_duty(schedules, fresh)
    for schedule in schedules:
        schedule.made_until = max(schedule.made_until or dt.date.min, horizons[schedule.id])
    Schedule.objects.bulk_update(schedules, ["made_until"], batch_size=2000)
    return len(fresh)


def days_to_hold(schedule: Schedule, since: dt.date, until: dt.date) -> list[dt.date]:
    """The schedule's days in a period, without the public holidays it leaves out."""
    days = days_of(schedule.recurrence(), since, until)
    return [day for day in days if schedule.on_holiday == OnHoliday.KEEP or not is_holiday(day)]


@functools.cache
def is_holiday(day: dt.date) -> bool:
    """Whether a day is off by the official arrangement; of a year not yet arranged nothing is known."""
    return day_kind(day).festival is not None


def drop_holidays(*, on: dt.date) -> int:
    """Take away coming sessions that nobody was booked into, whose day has been arranged as a holiday since."""
    coming = Session.objects.filter(
        state=SessionState.PLANNED, planned_on=F("held_on"), held_on__gt=on, schedule__on_holiday=OnHoliday.SKIP
    )
    days = [day for day in coming.order_by().values_list("held_on", flat=True).distinct() if is_holiday(day)]
    return drop(coming.filter(held_on__in=days)) if days else 0


def drop(sessions: QuerySet[Session]) -> int:
    """Take away those of the sessions that have no booking, not even one given back; how many went."""
    ids = list(sessions.filter(bookings=None).values_list("id", flat=True))
    Session.on_duty.through.objects.filter(session_id__in=ids).delete()
    return Session.objects.filter(id__in=ids).delete()[1].get(Session._meta.label, 0)


def _to_make(on: dt.date) -> list[list[UUID]]:
    """Schedules that may lack sessions, in portions; those that ended and are made are left out."""
    open_ended = Q(ends_on=None) | Q(made_until=None) | Q(made_until__lt=F("ends_on"))
    rows = Schedule.objects.filter(open_ended).order_by("id").values_list("id", "region_id", "made_until")
    horizon_of = functools.cache(functools.partial(last_day_ahead, on))
    ids = [key for key, region, made in rows if made is None or made < horizon_of(region)]
    return [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]


def last_day_ahead(on: dt.date, region_code: str) -> dt.date:
    """The last day for which days ahead are made."""
    found = find_value(DAYS_AHEAD, on, organization.schemes_for(region_code, on))
    return on + dt.timedelta(days=int(found.value) if found else 0)


def _session(schedule: Schedule, day: dt.date) -> Session:
    return Session(
        schedule=schedule,
        planned_on=day,
        held_on=day,
        kind=schedule.kind,
        title=schedule.title,
        team_id=schedule.team_id,
        institution_id=schedule.institution_id,
        region_id=schedule.region_id,
        place=schedule.place,
        begins_at=schedule.begins_at,
        ends_at=schedule.ends_at,
        capacity=schedule.capacity,
    )


def _put_on_duty(schedules: Sequence[Schedule], sessions: Sequence[Session]) -> None:
    duty: dict[UUID, list[UUID]] = defaultdict(list)
    rows = Schedule.on_duty.through.objects.filter(schedule__in=schedules)
    for schedule_id, practitioner_id in rows.values_list("schedule_id", "practitioner_id"):
        duty[schedule_id].append(practitioner_id)
    through = Session.on_duty.through
    through.objects.bulk_create(
        (
            through(session_id=session.id, practitioner_id=one)
            for session in sessions
            for one in duty[session.schedule_id]
        ),
        batch_size=5000,
    )
