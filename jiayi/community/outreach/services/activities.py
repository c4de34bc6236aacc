"""Plan, change, cancel, hold, archive activities."""

import datetime as dt
from typing import Any
from uuid import UUID

from jiayi.community.outreach import permissions
from jiayi.community.outreach.models import Activity
from jiayi.community.outreach.selectors.activities import activity_for, judge_activity, judge_archive
from jiayi.community.outreach.selectors.planning import channels, tags, team_of, topics
from jiayi.community.outreach.terms import (
    MOST_PEOPLE,
    ActivityKind,
    ActivityPlan,
    ActivityResult,
    ActivityState,
    CancelReason,
    Reason,
)
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import add_years
from jiayi.foundation.ui.refusals import misshapen, refused_by
from jiayi.registry.organization.terms import TeamFacts

from .history import note


@retrying_atomic
def plan_activity(*, by: Viewer, plan: ActivityPlan, on: dt.date, activity_id: UUID | None = None) -> Activity:
    """Plan an activity, or enter one of the last year that took place. `activity_id` is the form's own: sent twice, it
    is planned once."""
    team = _judged(by, plan, on)
    activity = Activity(**({"id": activity_id} if activity_id else {}), **_fields(plan, team))
    found, is_made = Activity.objects.get_or_create(id=activity.id, defaults=_fields(plan, team))
    if not is_made:
        return activity_for(by, found.id, permission=permissions.WRITE)
    found.staff.set(plan.staff)
    note(by, "plan_activity", found, kind=plan.kind, held_on=plan.held_on)
    return found


@retrying_atomic
def change_activity(*, by: Viewer, activity_id: UUID, plan: ActivityPlan, on: dt.date) -> Activity:
    """Plan it otherwise, as long as it was neither held nor cancelled."""
    activity = locked_activity(by, activity_id)
    if activity.state != ActivityState.PLANNED:
        raise misshapen("E_ACTIVITY_STATE")
    team = _judged(by, plan, on)
    former = activity.held_on
    for name, value in _fields(plan, team).items():
        setattr(activity, name, value)
    activity.save()
    activity.staff.set(plan.staff)
    note(by, "change_activity", activity, former=former, held_on=plan.held_on)
    return activity


@retrying_atomic
def cancel_activity(*, by: Viewer, activity_id: UUID, reason: Reason) -> Activity:
    """It does not take place; a second time changes nothing."""
    activity = locked_activity(by, activity_id)
    if reason.code not in set(CancelReason) or (reason.code == CancelReason.OTHER and not reason.note.strip()):
        raise misshapen("E_ACTIVITY_REASON", "reason")
    if activity.state == ActivityState.CANCELLED:
        return activity
    if activity.state != ActivityState.PLANNED:
        raise misshapen("E_ACTIVITY_STATE")
    activity.state, activity.reason = ActivityState.CANCELLED, reason.code
    activity.reason_note = reason.note.strip()[:200]
    activity.save(update_fields=["state", "reason", "reason_note", "updated_at"])
    note(by, "cancel_activity", activity, reason=reason.code)
    return activity


@retrying_atomic
def hold_activity(*, by: Viewer, activity_id: UUID, result: ActivityResult, on: dt.date) -> Activity:
    """It took place, with what came of it; may be entered anew until it is archived."""
    activity = locked_activity(by, activity_id)
    if activity.state not in (ActivityState.PLANNED, ActivityState.HELD):
        raise misshapen("E_ACTIVITY_STATE")
    if activity.held_on > on:
        raise misshapen("E_ACTIVITY_EARLY", held_on=activity.held_on)
    _judge_result(activity, result)
    activity.counts = judge_activity(activity, result.contract_minutes)["counts"]
    for name in ("attended", "contract_minutes", "given", "asked", "satisfied", "aware"):
        setattr(activity, name, getattr(result, name))
    activity.summary, activity.problems = result.summary.strip()[:1000], result.problems.strip()[:500]
    activity.state = ActivityState.HELD
    activity.save()
    note(by, "hold_activity", activity, attended=result.attended, counts=activity.counts)
    return activity


@retrying_atomic
def archive_activity(*, by: Viewer, activity_id: UUID, on: dt.date) -> Activity:
    """Its material is complete and stays as it is (outreach.archive); a second time changes nothing."""
    activity = locked_activity(by, activity_id)
    if activity.state == ActivityState.ARCHIVED:
        return activity
    if activity.state != ActivityState.HELD:
        raise misshapen("E_ACTIVITY_STATE")
    outcome = judge_archive(activity, on=on)
    if not outcome["allowed"]:
        raise refused_by(outcome)
    activity.state, activity.archived_on = ActivityState.ARCHIVED, on
    activity.archived_by_name = by.actor_name[:60]
    activity.save(update_fields=["state", "archived_on", "archived_by_name", "updated_at"])
    note(by, "archive_activity", activity)
    return activity


@retrying_atomic
def reopen_activity(*, by: Viewer, activity_id: UUID, why: str) -> Activity:
    """Take an activity out of the archive to mend it."""
    activity = locked_activity(by, activity_id, permissions.PLAN)
    if not why.strip():
        raise misshapen("E_REOPEN_NOTE", "why")
    if activity.state != ActivityState.ARCHIVED:
        raise misshapen("E_ACTIVITY_STATE")
    activity.state, activity.archived_on, activity.archived_by_name = ActivityState.HELD, None, ""
    activity.save(update_fields=["state", "archived_on", "archived_by_name", "updated_at"])
    note(by, "reopen_activity", activity, why=why.strip()[:200])
    return activity


def locked_activity(by: Viewer, activity_id: UUID, permission: str = permissions.WRITE) -> Activity:
    """The activity for a change: locked until the transaction ends."""
    found = activity_for(by, activity_id, permission=permission)
    return Activity.objects.select_for_update(of=("self",), no_key=True).get(id=found.id)


def _judged(by: Viewer, plan: ActivityPlan, on: dt.date) -> TeamFacts:
    """The team of a plan that fits together; raises otherwise."""
    team = team_of(by, plan.team_id, plan.held_on, permission=permissions.WRITE)
    earliest = add_years(on, -1)
    known = {member.practitioner_id for member in team.members}
    township = team.region_code[:9]
    day = plan.held_on
    faults = {
        "E_ACTIVITY_TEAM": ("team_id", not team.is_open_on(day)),
        "E_ACTIVITY_KIND": ("kind", plan.kind not in set(ActivityKind)),
        "E_ACTIVITY_TIMES": ("ends_at", plan.begins_at >= plan.ends_at),
        "E_ACTIVITY_TOO_OLD": ("held_on", day < earliest),
        "E_ACTIVITY_STAFF": ("staff", not known.issuperset(plan.staff)),
        "E_ACTIVITY_PLACE": ("region_code", not plan.region_code.startswith(township)),
        "E_ACTIVITY_EXPERT": ("expert", plan.kind == ActivityKind.HEALTH_EXPRESS and not plan.expert.strip()),
        "E_ACTIVITY_CODE": ("topic", bool(plan.topic) and plan.topic not in topics(team.region_code, day)),
    }
    for code, (field, is_wrong) in faults.items():
        if is_wrong:
            raise misshapen(code, field, earliest=earliest)
    for field, listed in (("tags", tags), ("channels", channels)):
        if not set(listed(team.region_code, day)).issuperset(getattr(plan, field)):
            raise misshapen("E_ACTIVITY_CODE", field)
    return team


def _judge_result(activity: Activity, result: ActivityResult) -> None:
    named = activity.attendances.count()
    if not named <= result.attended <= MOST_PEOPLE:
        raise misshapen("E_ATTENDED_BELOW_NAMED", "attended", named=named)
    if max(result.satisfied, result.aware) > result.asked or result.asked > result.attended:
        raise misshapen("E_ANSWERS", "asked")


def _fields(plan: ActivityPlan, team: TeamFacts) -> dict[str, Any]:
    same = ("held_on", "begins_at", "ends_at", "topic", "contract_minutes")
    return {name: getattr(plan, name) for name in same} | {
        "kind": str(plan.kind),
        "title": plan.title.strip()[:80],
        "tags": sorted(set(plan.tags)),
        "channels": sorted(set(plan.channels)),
        "team_id": team.id,
        "institution_id": team.institution_id,
        "region_id": plan.region_code,
        "place": plan.place.strip()[:120],
        "expert": plan.expert.strip()[:120],
        "co_host": plan.co_host.strip()[:120],
        "note": plan.note.strip()[:200],
    }
