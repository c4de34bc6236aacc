"""Plans of teams: how all stand in a year, one with its lines, what is due by a day."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.utils.timezone import localdate

from jiayi.community.outreach import permissions
from jiayi.community.outreach.models import Meeting, PlanDuty, WorkPlan
from jiayi.community.outreach.terms import TRAININGS, MeetingState
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import decide
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import TeamFacts


@dataclass(frozen=True, slots=True)
class TeamPlan:
    """A team's plan of a year, or None where it was not written; how many lines it has, how many are done or late."""

    team: TeamFacts
    year: int
    plan: WorkPlan | None
    duties: int = 0
    done: int = 0
    late: int = 0
    milestones: Mapping[str, Any] = field(default_factory=dict)  # what outreach.milestones says

    @property
    def id(self) -> UUID:
        return self.team.id


def team_plans(viewer: Viewer, year: int, *, on: dt.date) -> list[TeamPlan]:
    """Every team within reach, by institution and name."""
    ids = [key for key, _ in organization.teams_of_scope(viewer, viewer.scope(permissions.READ), on=on)]
    counted = WorkPlan.objects.filter(team_id__in=ids, year=year).annotate(
        lines=Count("duties"),
        done=Count("duties", Q(duties__done_on__isnull=False)),
        late=Count("duties", Q(duties__done_on=None, duties__due_on__lt=on)),
    )
    plans = {plan.team_id: plan for plan in counted}
    teams = list(organization.team_facts_of(ids, on).values())
    judged = milestones_of(teams, year, plans, on=on)
    found = [_counted(team, year, plans.get(team.id), judged[team.id]) for team in teams]
    return sorted(found, key=lambda one: (one.team.institution_name, one.team.name, one.id))


def _counted(team: TeamFacts, year: int, plan: Any, judged: Mapping[str, Any]) -> TeamPlan:
    if plan is None:
        return TeamPlan(team, year, None, milestones=judged)
    return TeamPlan(team, year, plan, plan.lines, plan.done, plan.late, judged)


def milestones_of(
    teams: Sequence[TeamFacts], year: int, plans: Mapping[UUID, WorkPlan], *, on: dt.date
) -> dict[UUID, Mapping[str, Any]]:
    """How these teams stand against the days of the year that their schemes name (outreach.milestones). Two queries."""
    schemes = organization.schemes_of({team.region_code for team in teams}, on)
    trained = _trained([team.id for team in teams], year, on)
    return {team.id: _milestones(team, year, plans.get(team.id), trained, schemes, on) for team in teams}


def _milestones(
    team: TeamFacts, year: int, plan: WorkPlan | None, trained: dict[UUID, dt.date], schemes: Any, on: dt.date
) -> Mapping[str, Any]:
    days = {
        "make_plan": localdate(plan.created_at) if plan else None,
        "review": plan.reviewed_on if plan else None,
        "training": trained.get(team.id),
    }
    facts = {"year": year, "day": on, "done": {work: day for work, day in days.items() if day}}
    return decide("outreach.milestones", on=on, schemes=schemes[team.region_code], facts=facts)


def _trained(team_ids: Sequence[UUID], year: int, on: dt.date) -> dict[UUID, dt.date]:
    """The day of each team's last training of the year. One query."""
    held = Meeting.objects.filter(kind__in=TRAININGS, state=MeetingState.HELD, team_id__in=team_ids)
    held = held.filter(held_on__year=year, held_on__lte=on)
    return dict(held.order_by().values_list("team_id").annotate(Max("held_on")))


def plan_of(team_id: UUID, year: int) -> WorkPlan | None:
    """A team's plan of a year; the caller has seen the team."""
    return WorkPlan.objects.filter(team_id=team_id, year=year).first()


def duties_of(plan: WorkPlan | None) -> QuerySet[PlanDuty]:
    """Its lines by the day they are due; the caller has seen the plan."""
    return PlanDuty.objects.filter(plan=plan).select_related("practitioner").order_by("due_on", "id")


def duties_due(team_id: UUID, until: dt.date) -> QuerySet[PlanDuty]:
    """What the plan of the day's year has due by then and is not done; the caller has seen the team."""
    return duties_of(plan_of(team_id, until.year)).filter(due_on__lte=until, done_on=None)


def duty_for(viewer: Viewer, duty_id: UUID, *, permission: str = permissions.WRITE) -> PlanDuty:
    """A line of a plan within reach; NotVisible otherwise."""
    seen = WorkPlan.objects.filter(permissions.within(viewer.scope(permission)))
    found = PlanDuty.objects.filter(id=duty_id, plan__in=seen).select_related("plan", "practitioner").first()
    if found is None:
        raise NotVisible
    return found
