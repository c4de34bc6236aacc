"""Schedules within reach, and what a new one can name."""

import datetime as dt
from uuid import UUID

from django.db.models import Count, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.organization import selectors as organization
from jiayi.service.scheduling import permissions
from jiayi.service.scheduling.models import Schedule, Session
from jiayi.service.scheduling.terms import SessionState


def schedules(viewer: Viewer, *, on: dt.date, permission: str = permissions.READ) -> QuerySet[Schedule]:
    """Schedules within reach with `next_on`, the next session, and `to_decide`, the sessions that wait for one."""
    found = Schedule.objects.filter(permissions.within(viewer.scope(permission)))
    sessions = Session.objects.filter(schedule=OuterRef("pk")).order_by()
    coming = sessions.filter(state=SessionState.PLANNED, held_on__gte=on).values("schedule")
    waiting = sessions.filter(needs_decision=True).values("schedule")
    return found.select_related("team", "institution", "region").annotate(
        next_on=Subquery(coming.annotate(day=Min("held_on")).values("day")),
        to_decide=Coalesce(Subquery(waiting.annotate(count=Count("id")).values("count")), 0),
    )


def schedule_for(viewer: Viewer, schedule_id: UUID, *, permission: str = permissions.READ) -> Schedule:
    """One schedule with its team, place and people; NotVisible out of reach."""
    found = Schedule.objects.filter(permissions.within(viewer.scope(permission)), id=schedule_id)
    schedule = found.select_related("team", "institution", "region").prefetch_related("on_duty").first()
    if schedule is None:
        raise NotVisible
    return schedule


def sessions_to_decide(viewer: Viewer, schedule: Schedule) -> QuerySet[Session]:
    """Sessions of a schedule that somebody is booked into and that the plan would have otherwise."""
    found = Session.objects.filter(permissions.within(viewer.scope(permissions.READ)), schedule=schedule)
    return found.filter(needs_decision=True).select_related("team", "region").order_by("held_on", "id")


def teams_to_plan(viewer: Viewer, *, on: dt.date) -> list[tuple[UUID, str]]:
    """The teams whose clinics and rounds the viewer plans: id, name with its institution's."""
    return organization.teams_of_scope(viewer, viewer.scope(permissions.WRITE), on=on)


def team_members(team_id: UUID, on: dt.date) -> list[tuple[UUID, str]]:
    """The members of a team on a day, each once."""
    team = organization.team_facts(team_id, on)
    return list({one.practitioner_id: one.name for one in team.members}.items()) if team else []


def villages_to_plan(team_id: UUID, on: dt.date) -> list[tuple[str, str]]:
    """The villages that a team answers for: code and name."""
    codes = organization.villages_of_teams([team_id], on).get(team_id, [])
    names = organization.region_names(codes)
    return [(code, names.get(code, code)) for code in codes]
