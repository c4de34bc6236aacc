"""Write a team's plan of a year; mark its lines done."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from jiayi.community.outreach import permissions
from jiayi.community.outreach.models import PlanDuty, WorkPlan
from jiayi.community.outreach.selectors.planning import members_of, team_of
from jiayi.community.outreach.selectors.plans import duty_for
from jiayi.community.outreach.terms import MOST_DUTIES, DutyAsked
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import misshapen

from .history import note


@retrying_atomic
def write_plan(
    *, by: Viewer, team_id: UUID, year: int, goals: str, duties: Sequence[DutyAsked], on: dt.date
) -> WorkPlan:
    """The goals of this or the next year and who does what by when. Writing anew replaces the lines that are not done;
    what was done stays. The same again changes nothing."""
    team = team_of(by, team_id, on, permission=permissions.PLAN)
    _judge(team_id, year, goals, duties, on)
    fresh = {"goals": goals.strip()[:1000], "written_on": on, "written_by_name": by.actor_name[:60]}
    place = {"institution_id": team.institution_id, "region_id": team.region_code}
    plan, is_made = WorkPlan.objects.select_for_update(of=("self",), no_key=True).get_or_create(
        team_id=team_id, year=year, defaults=fresh | place
    )
    has_changed = _replace(plan, duties) or plan.goals != fresh["goals"]
    if not is_made and not has_changed:
        return plan
    if not is_made:
        for name, value in fresh.items():
            setattr(plan, name, value)
        plan.reviewed_on, plan.reviewed_by_name, plan.review = None, "", ""
        plan.version += 1
        plan.save()
    note(by, "write_plan", plan, year=year, version=plan.version, duties=len(duties))
    return plan


@retrying_atomic
def review_plan(*, by: Viewer, team_id: UUID, year: int, review: str, on: dt.date) -> WorkPlan:
    """The bureau has read the plan and confirms it, with words; entered anew it replaces them and keeps the day."""
    team_of(by, team_id, on, permission=permissions.REVIEW)
    plan = WorkPlan.objects.select_for_update(of=("self",), no_key=True).filter(team_id=team_id, year=year).first()
    if plan is None:
        raise NotVisible
    if not review.strip():
        raise misshapen("E_PLAN_REVIEW", "review")
    plan.reviewed_on, plan.reviewed_by_name = plan.reviewed_on or on, by.actor_name[:60]
    plan.review = review.strip()[:500]
    plan.save(update_fields=["reviewed_on", "reviewed_by_name", "review", "updated_at"])
    note(by, "review_plan", plan, year=year, version=plan.version)
    return plan


@retrying_atomic
def do_plan_duty(*, by: Viewer, duty_id: UUID, result: str, on: dt.date) -> PlanDuty:
    """A line of the plan was done, with what came of it; entered anew it replaces the words and keeps the day."""
    duty = PlanDuty.objects.select_for_update(of=("self",), no_key=True).get(id=duty_for(by, duty_id).id)
    if not result.strip():
        raise misshapen("E_DUTY_RESULT", "result")
    duty.done_on, duty.result = duty.done_on or on, result.strip()[:200]
    duty.save(update_fields=["done_on", "result", "updated_at"])
    note(by, "do_plan_duty", duty.plan, duty=duty.what)
    return duty


def _judge(team_id: UUID, year: int, goals: str, duties: Sequence[DutyAsked], on: dt.date) -> None:
    known = {key for key, _name in members_of(team_id, on)}
    faults = {
        "E_PLAN_YEAR": ("year", year not in (on.year, on.year + 1)),
        "E_PLAN_GOALS": ("goals", not goals.strip()),
        "E_PLAN_DUTIES": ("duties", len(duties) > MOST_DUTIES or not all(one.what.strip() for one in duties)),
        "E_PLAN_PEOPLE": ("duties", not known.issuperset(one.practitioner_id for one in duties)),
        "E_PLAN_DUE": ("duties", any(one.due_on.year != year for one in duties)),
    }
    for code, (field, is_wrong) in faults.items():
        if is_wrong:
            raise misshapen(code, field, most=MOST_DUTIES, year=year)


def _replace(plan: WorkPlan, duties: Sequence[DutyAsked]) -> bool:
    """Whether the lines that are not done became others."""
    asked = sorted({(one.what.strip()[:200], str(one.practitioner_id), one.due_on) for one in duties})
    open_lines = plan.duties.filter(done_on=None)
    kept = sorted((one.what, str(one.practitioner_id), one.due_on) for one in open_lines)
    if kept == asked:
        return False
    open_lines.delete()
    PlanDuty.objects.bulk_create(
        [PlanDuty(plan=plan, what=what, practitioner_id=who, due_on=due_on) for what, who, due_on in asked]
    )
    return True
