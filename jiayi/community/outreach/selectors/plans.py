"""Plans of teams: how all stand in a year, one with its lines, what is due by a day."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from jiayi.community.outreach import permissions
from jiayi.community.outreach.models import PlanDuty, WorkPlan
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
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
    teams = organization.team_facts_of(ids, on).values()
    found = [_counted(team, year, plans.get(team.id)) for team in teams]
    return sorted(found, key=lambda one: (one.team.institution_name, one.team.name, one.id))


def _counted(team: TeamFacts, year: int, plan: WorkPlan | None) -> TeamPlan:
    if plan is None:
        return TeamPlan(team, year, None)
    return TeamPlan(team, year, plan, plan.lines, plan.done, plan.late)


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
