"""Clinics of every team and rounds to nearly every village: three months of history, the coming weeks partly booked."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from jiayi.foundation.base import clock
from jiayi.foundation.core.dates import ONE_DAY
from jiayi.registry.organization.models import Area, Team
from jiayi.service.scheduling import services
from jiayi.service.scheduling.models import Booking, Schedule, Session
from jiayi.service.scheduling.terms import (
    BookingReason,
    BookingState,
    Pattern,
    Reason,
    Recurrence,
    SchedulePlan,
    SessionKind,
    SessionReason,
    SessionState,
)

from .county import BY
from .residents import Person
from .writing import row_id

HISTORY = timedelta(days=92)
BOOKED_AHEAD = timedelta(days=21)
_KNOWN_OF_VILLAGE = 40
_CLINICS = ("高血压糖尿病签约门诊", "老年人签约门诊", "慢病综合签约门诊", "中医签约门诊")
_PURPOSES = ("高血压随访", "糖尿病随访", "测血压血糖", "续方咨询", "体检报告解读", "")
_REASONS = (SessionReason.WEATHER, SessionReason.MEETING, SessionReason.STAFF_ABSENT, SessionReason.EMERGENCY)
_FORGOTTEN = 9  # every so-many-th village has no rounds
# Of a hundred past sessions the first so many were held, the next called off, the rest not held.
_HELD, _CANCELLED = 90, 95


@dataclass(frozen=True)
class _Round:
    """A village that a team goes to."""

    team: Team
    village: str
    name: str
    number: int


def write_sessions(rng: random.Random, members: Iterable[Sequence[Person]], on: date) -> Counter[str]:
    """Schedules, sessions and bookings as of a day; how many sessions stand in which state."""
    known = _known(members)
    teams = list(Team.objects.select_related("institution").order_by("institution__code", "name"))
    rounds = list(_rounds(on))
    _plan(rng, teams, rounds, on)
    services.make_sessions(by=BY, on=on)
    villages = defaultdict(list)
    for one in rounds:
        villages[one.team.id].append(one.village)
    _fill(rng, villages, known, on)
    _show_cases(known, villages, on)
    return Counter(Session.objects.order_by().values_list("state", flat=True))


def _known(households: Iterable[Sequence[Person]]) -> dict[str, list[UUID]]:
    """By village some of those who come to clinics: the old and the chronically ill."""
    found: dict[str, list[UUID]] = defaultdict(list)
    for members in households:
        for person in members:
            come = {"elderly", "hypertension", "diabetes"} & set(person.groups)
            if come and person.is_at_home and len(found[person.village]) < _KNOWN_OF_VILLAGE:
                found[person.village].append(person.id)
    return found


def _rounds(on: date) -> Iterator[_Round]:
    areas = Area.objects.filter(ends_on=None).select_related("team__institution", "region").order_by("region_id", "id")
    seen: set[str] = set()
    for number, area in enumerate(areas):
        if area.region_id not in seen and number % _FORGOTTEN != _FORGOTTEN // 2:
            yield _Round(area.team, area.region_id, _short(area.region.name), number)
        seen.add(area.region_id)


def _short(name: str) -> str:
    """A village as people call it."""
    return name.replace("村委会", "村").replace("居委会", "")


def _plan(rng: random.Random, teams: Sequence[Team], rounds: Sequence[_Round], on: date) -> None:
    start = on - HISTORY
    for number, team in enumerate(teams):
        days = {"pattern": Pattern.WEEKLY, "weekdays": (number % 5 + 1,)}
        title = _CLINICS[number % len(_CLINICS)]
        place = f"{team.institution.name}签约门诊室"
        _create(SessionKind.CONTRACT_CLINIC, team, start, days, title=title, place=place, capacity=12 + number % 3 * 4)
    for one in rounds:
        weeks, weekday = ((one.number % 4) + 1,), one.number % 5 + 1
        days = {"pattern": Pattern.MONTHLY_WEEKDAY, "weekdays": (weekday,), "weeks": weeks}
        if one.number % 4 == 0:
            days = {"pattern": Pattern.FORTNIGHTLY, "weekdays": (weekday,)}
        words = {"title": f"{one.name}巡诊", "place": f"{one.name}卫生室", "region_code": one.village}
        _create(SessionKind.OUTREACH_ROUND, one.team, start, days, capacity=30, afternoon=rng.random() < 0.4, **words)
    for one in rounds[::12]:
        days = {"pattern": Pattern.MONTHLY_DAY, "month_days": (8, 22)}
        words = {"title": f"{one.name}入户巡诊", "place": "按户上门", "region_code": one.village}
        _create(SessionKind.HOME_ROUND, one.team, start, days, capacity=15, afternoon=True, **words)


def _create(kind: str, team: Team, start: date, days: dict, *, afternoon: bool = False, **words) -> Schedule:
    members = team.members.filter(ends_on=None).order_by("starts_on", "id").values_list("practitioner_id", flat=True)
    hours = (time(14, 30), time(17)) if afternoon else (time(8, 30), time(11, 30))
    plan = SchedulePlan(
        kind=kind,
        team_id=team.id,
        region_code=words.pop("region_code", team.institution.region_id),
        recurrence=Recurrence(starts_on=start, **days),
        begins_at=hours[0],
        ends_at=hours[1],
        on_duty=tuple(dict.fromkeys(members))[:2],
        **words,
    )
    return services.create_schedule(by=BY, plan=plan, on=start)


def _fill(rng: random.Random, villages: dict[UUID, list[str]], known: dict[str, list[UUID]], on: date) -> None:
    """Settle the past and book the coming weeks."""
    until = on + BOOKED_AHEAD
    rows, settled = [], []
    for session in Session.objects.filter(held_on__lte=until).order_by("held_on", "title", "region_id", "team_id"):
        own = [session.region_id] if session.kind != SessionKind.CONTRACT_CLINIC else villages[session.team_id]
        pool = [one for village in own for one in known[village]]
        if session.held_on < on:
            fate = rng.randrange(100)
            _settle(rng, session, fate)
            settled.append(session)
        share = rng.uniform(0.3, 0.9) if session.held_on <= on else rng.uniform(0.1, 0.5)
        chosen = rng.sample(pool, min(len(pool), int(session.capacity * share)))
        rows += [_booking(rng, session, one, on) for one in chosen]
    Session.objects.bulk_update(settled, ["state", "reason", "settled_by_name"], batch_size=2000)
    Booking.objects.bulk_create(rows, batch_size=2000)


def _settle(rng: random.Random, session: Session, fate: int) -> None:
    session.settled_by_name = BY.actor_name
    if fate < _HELD:
        session.state = SessionState.HELD
    elif fate < _CANCELLED:
        session.state, session.reason = SessionState.CANCELLED, rng.choice(_REASONS)
    else:
        unrecorded = rng.random() < 0.5
        session.state = SessionState.NOT_HELD
        session.reason = SessionReason.UNRECORDED if unrecorded else rng.choice(_REASONS)


def _booking(rng: random.Random, session: Session, resident: UUID, on: date) -> Booking:
    booked_on = min(session.held_on, on) - timedelta(days=rng.randrange(1, 10))
    at = datetime.combine(booked_on, time(10), clock.SHANGHAI)
    booking = Booking(
        id=row_id(rng, at),
        session=session,
        resident_id=resident,
        state=BookingState.BOOKED,
        purpose=rng.choice(_PURPOSES),
        booked_on=booked_on,
        booked_by_name=BY.actor_name,
    )
    if session.state == SessionState.CANCELLED:
        booking.state, booking.reason = BookingState.CANCELLED, BookingReason.SESSION_CANCELLED
    elif session.state == SessionState.HELD:
        lot = rng.random()
        booking.state = (
            BookingState.CAME if lot < 0.78 else BookingState.MISSED if lot < 0.9 else BookingState.WALKED_IN
        )
        booking.entered_at = datetime.combine(session.held_on, time(11), clock.SHANGHAI)
    return booking


def _show_cases(known: dict[str, list[UUID]], villages: dict[UUID, list[str]], on: date) -> None:
    """At the first institution that has people enough: a full clinic with a waiting list, one called off; and there or
    elsewhere a round whose schedule changed under its bookings."""
    coming = Session.objects.filter(held_on__gt=on, held_on__lte=on + BOOKED_AHEAD, taken__gt=0)
    clinics = coming.filter(kind=SessionKind.CONTRACT_CLINIC).order_by("institution__code", "held_on", "id")
    full = next((one for one in clinics if _pool(one, villages, known)), None)
    if full is None:
        return
    _fill_up(full, _pool(full, villages, known), on)
    for session in clinics.filter(institution_id=full.institution_id).exclude(id=full.id)[:1]:
        reason = Reason(SessionReason.MEETING, "县卫生健康局培训")
        services.cancel_session(by=BY, session_id=session.id, reason=reason, on=on)
    rounds = list(coming.filter(kind=SessionKind.OUTREACH_ROUND).order_by("held_on", "id"))
    nearest = sorted(rounds, key=lambda one: one.institution_id != full.institution_id)
    for session in nearest[:1]:
        _move_day(session.schedule, on)


def _fill_up(session: Session, pool: Sequence[UUID], on: date) -> None:
    """Book all but two of these residents, who wait."""
    on_duty = list(session.on_duty.values_list("id", flat=True))
    capacity = session.taken + len(pool) - 2
    services.change_session(by=BY, session_id=session.id, capacity=capacity, on_duty=on_duty, on=on)
    for resident in pool:
        services.book(by=BY, session_id=session.id, resident_id=resident, on=on, waits=True)


def _pool(session: Session, villages: dict[UUID, list[str]], known: dict[str, list[UUID]]) -> list[UUID]:
    """A few residents of the team who are not in the session yet; none where there are too few."""
    held = set(session.bookings.values_list("resident_id", flat=True))
    free = [one for village in villages[session.team_id] for one in known[village] if one not in held]
    return free[:5] if len(free) >= 4 else []


def _move_day(schedule: Schedule, on: date) -> None:
    rule = schedule.recurrence()
    other = tuple(one % 5 + 1 for one in rule.weekdays)
    plan = SchedulePlan(
        kind=schedule.kind,
        title=schedule.title,
        team_id=schedule.team_id,
        region_code=schedule.region_id,
        place=schedule.place,
        recurrence=replace(rule, weekdays=other),
        begins_at=schedule.begins_at,
        ends_at=schedule.ends_at,
        capacity=schedule.capacity,
        on_duty=tuple(schedule.on_duty.values_list("id", flat=True)),
        on_holiday=schedule.on_holiday,
    )
    services.change_schedule(by=BY, schedule_id=schedule.id, plan=plan, from_on=on + ONE_DAY, on=on)
