"""Set up, change and stop schedules; decide what becomes of sessions that somebody was booked into before a change."""

import datetime as dt
from typing import Any
from uuid import UUID

from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import ONE_DAY, add_years
from jiayi.foundation.rulebook import decide
from jiayi.foundation.ui.refusals import misshapen, refused_by
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import TeamFacts
from jiayi.service.scheduling import permissions
from jiayi.service.scheduling.models import Schedule, Session
from jiayi.service.scheduling.rules import is_regular
from jiayi.service.scheduling.selectors.schedules import schedule_for
from jiayi.service.scheduling.selectors.sessions import session_for
from jiayi.service.scheduling.terms import (
    LONGEST_YEARS,
    MOST_PLACES,
    ROUNDS,
    OnHoliday,
    Pattern,
    SchedulePlan,
    SessionKind,
    SessionState,
)

from . import history
from .making import days_to_hold, drop, make

COPIED = ("title", "place", "begins_at", "ends_at", "capacity")


@retrying_atomic
def create_schedule(*, by: Viewer, plan: SchedulePlan, on: dt.date) -> Schedule:
    """Set up a schedule and make its sessions of the coming weeks. LawBroken where the scheme asks for more to be
    fixed (scheduling.schedule), BadShape where the plan does not fit together."""
    team = _team(by, plan, on)
    judge(plan, team, on)
    schedule = Schedule(**_fields(plan, team))
    schedule.save(force_insert=True)
    schedule.on_duty.set(plan.on_duty)
    made = make([schedule], on=on)
    history.of_schedule(by, "create_schedule", schedule, kind=plan.kind, sessions=made)
    return schedule


@retrying_atomic
def change_schedule(*, by: Viewer, schedule_id: UUID, plan: SchedulePlan, from_on: dt.date, on: dt.date) -> Schedule:
    """Let the plan hold from a day (today or later) on. Coming sessions without bookings are made anew; the others
    stay as they are and wait for a decision, where the plan would have them otherwise."""
    schedule = _locked(by, schedule_id)
    if from_on < on:
        raise misshapen("E_SCHEDULE_FROM", "from_on")
    team = _team(by, plan, on)
    judge(plan, team, on)
    make([schedule], on=on, until=from_on - ONE_DAY)
    for name, value in _fields(plan, team).items():
        setattr(schedule, name, value)
    schedule.made_until = from_on - ONE_DAY
    schedule.save()
    schedule.on_duty.set(plan.on_duty)
    coming = Session.objects.filter(schedule=schedule, state=SessionState.PLANNED, held_on__gte=from_on)
    dropped = drop(coming)
    _flag(schedule, list(coming.prefetch_related("on_duty")))
    made = make([schedule], on=on)
    history.of_schedule(by, "change_schedule", schedule, from_on=from_on, dropped=dropped, made=made)
    return schedule


@retrying_atomic
def stop_schedule(*, by: Viewer, schedule_id: UUID, last_on: dt.date, on: dt.date) -> Schedule:
    """Let a schedule end; later sessions without bookings go, the others wait for a decision."""
    schedule = _locked(by, schedule_id)
    if last_on < max(on - ONE_DAY, schedule.starts_on - ONE_DAY):
        raise misshapen("E_SCHEDULE_FROM", "last_on")
    schedule.ends_on = max(last_on, schedule.starts_on)
    schedule.save(update_fields=["ends_on", "updated_at"])
    later = Session.objects.filter(schedule=schedule, state=SessionState.PLANNED, held_on__gt=last_on)
    dropped = drop(later)
    waiting = later.update(needs_decision=True)
    history.of_schedule(by, "stop_schedule", schedule, last_on=last_on, dropped=dropped, waiting=waiting)
    return schedule


@retrying_atomic
def keep_session(*, by: Viewer, session_id: UUID) -> Session:
    """A session that somebody was booked into before its schedule changed is held as it is."""
    session = session_for(by, session_id, permission=permissions.WRITE)
    Session.objects.filter(id=session.id).update(needs_decision=False)
    history.of_session(by, "keep_session", session)
    return session


@retrying_atomic
def adopt_plan(*, by: Viewer, session_id: UUID) -> Session:
    """Give a booked session the time, place, places and people that its schedule has now."""
    session = session_for(by, session_id, permission=permissions.WRITE)
    session = Session.objects.select_for_update(of=("self",)).get(id=session.id)
    schedule = session.schedule
    if session.state != SessionState.PLANNED:
        raise misshapen("E_SESSION_STATE")
    if not days_to_hold(schedule, session.held_on, session.held_on):
        raise misshapen("E_PLAN_HAS_NOT_DAY")
    for name in COPIED:
        setattr(session, name, getattr(schedule, name))
    session.capacity = max(schedule.capacity, session.taken)
    session.team_id, session.institution_id, session.region_id = (
        schedule.team_id,
        schedule.institution_id,
        schedule.region_id,
    )
    session.needs_decision = False
    session.save()
    session.on_duty.set(schedule.on_duty.all())
    history.of_session(by, "adopt_plan", session)
    return session


def judge(plan: SchedulePlan, team: TeamFacts, on: dt.date) -> None:
    """Whether the plan fits together, and fixes what the scheme asks for; raises otherwise."""
    rule = plan.recurrence
    if plan.kind not in set(SessionKind) or not is_regular(rule):
        raise misshapen("E_SCHEDULE_DAYS", "pattern")
    if rule.ends_on and rule.ends_on < rule.starts_on:
        raise misshapen("E_SCHEDULE_PERIOD", "ends_on")
    if rule.ends_on and rule.ends_on > add_years(rule.starts_on, LONGEST_YEARS):
        raise misshapen("E_SCHEDULE_TOO_LONG", "ends_on", years=LONGEST_YEARS)
    if not 1 <= plan.capacity <= MOST_PLACES:
        raise misshapen("E_CAPACITY", "capacity", most=MOST_PLACES)
    if plan.kind in ROUNDS and plan.region_code not in organization.villages_of_teams([team.id], on).get(team.id, []):
        raise misshapen("E_SCHEDULE_REGION", "region_code")
    if not {member.practitioner_id for member in team.members}.issuperset(plan.on_duty):
        raise misshapen("E_SCHEDULE_STAFF", "on_duty")
    has_time = plan.begins_at is not None and plan.ends_at is not None
    facts = {
        "kind": str(plan.kind),
        "has_time": has_time,
        "persons": len(plan.on_duty),
        "has_place": bool(plan.place.strip()),
    }
    outcome = decide("scheduling.schedule", on=on, schemes=organization.schemes_for(team.region_code, on), facts=facts)
    if not outcome["allowed"]:
        raise refused_by(outcome)
    if not has_time or plan.begins_at >= plan.ends_at:  # type: ignore[operator]
        raise misshapen("E_SCHEDULE_TIMES", "ends_at")


def _team(by: Viewer, plan: SchedulePlan, on: dt.date) -> TeamFacts:
    """The team within the viewer's reach, standing on the first day that matters."""
    day = max(plan.recurrence.starts_on, on)
    team = organization.team_in_reach(by, permissions.WRITE, plan.team_id, day)
    if not team.is_open_on(day):
        raise misshapen("E_SCHEDULE_TEAM", "team_id")
    return team


def _fields(plan: SchedulePlan, team: TeamFacts) -> dict[str, Any]:
    rule = plan.recurrence
    return {
        "kind": str(plan.kind),
        "title": plan.title.strip()[:60],
        "team_id": team.id,
        "institution_id": team.institution_id,
        "region_id": plan.region_code if plan.kind in ROUNDS else team.region_code,
        "place": plan.place.strip()[:120],
        "pattern": str(rule.pattern),
        "weekdays": sorted(set(rule.weekdays)),
        "weeks": sorted(set(rule.weeks)),
        "month_days": sorted(set(rule.month_days)),
        "starts_on": rule.starts_on,
        "ends_on": rule.starts_on if rule.pattern == Pattern.ONCE else rule.ends_on,
        "begins_at": plan.begins_at,
        "ends_at": plan.ends_at,
        "capacity": plan.capacity,
        "on_holiday": str(OnHoliday(plan.on_holiday)),
        "note": plan.note.strip()[:200],
    }


def _locked(by: Viewer, schedule_id: UUID) -> Schedule:
    found = schedule_for(by, schedule_id, permission=permissions.WRITE)
    return Schedule.objects.select_for_update(of=("self",), no_key=True).get(id=found.id)


def _flag(schedule: Schedule, booked: list[Session]) -> None:
    """Mark what the plan would have otherwise."""
    duty = set(schedule.on_duty.values_list("id", flat=True))
    for session in booked:
        fits = bool(days_to_hold(schedule, session.held_on, session.held_on))
        same = all(getattr(session, name) == getattr(schedule, name) for name in (*COPIED, "team_id", "region_id"))
        session.needs_decision = not (fits and same and duty == {one.id for one in session.on_duty.all()})
    Session.objects.bulk_update(booked, ["needs_decision"])
