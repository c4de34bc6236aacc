"""Plan, hold and cancel meetings and trainings."""

import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import UUID

from jiayi.community.outreach import permissions
from jiayi.community.outreach.models import Meeting, Participant
from jiayi.community.outreach.selectors.meetings import meeting_for
from jiayi.community.outreach.selectors.planning import team_of, training_topics
from jiayi.community.outreach.terms import TRAININGS, MeetingKind, MeetingPlan, MeetingState
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import add_years
from jiayi.foundation.ui.refusals import misshapen
from jiayi.registry.organization.terms import TeamFacts

from .history import note


@retrying_atomic
def plan_meeting(*, by: Viewer, plan: MeetingPlan, on: dt.date, meeting_id: UUID | None = None) -> Meeting:
    """Plan a meeting or training, or enter one of the last year. `meeting_id` is the form's own: sent twice, it is
    planned once."""
    team = _judged(by, plan, on)
    meeting = Meeting(**({"id": meeting_id} if meeting_id else {}))
    found, is_made = Meeting.objects.get_or_create(id=meeting.id, defaults=_fields(by, plan, team))
    if not is_made:
        return meeting_for(by, found.id, permission=permissions.WRITE)
    _invite(found, plan.participants)
    note(by, "plan_meeting", found, kind=plan.kind, held_on=plan.held_on)
    return found


@retrying_atomic
def change_meeting(*, by: Viewer, meeting_id: UUID, plan: MeetingPlan, on: dt.date) -> Meeting:
    """Plan it otherwise, as long as it was neither held nor cancelled."""
    meeting = _locked(by, meeting_id)
    if meeting.state != MeetingState.PLANNED:
        raise misshapen("E_MEETING_STATE")
    for name, value in _fields(by, plan, _judged(by, plan, on)).items():
        setattr(meeting, name, value)
    meeting.save()
    meeting.participants.all().delete()
    _invite(meeting, plan.participants)
    note(by, "change_meeting", meeting, held_on=plan.held_on)
    return meeting


@retrying_atomic
def hold_meeting(
    *, by: Viewer, meeting_id: UUID, came: Collection[UUID], minutes: str, on: dt.date, decisions: str = ""
) -> Meeting:
    """It took place: which practitioners came, what was said and decided; may be entered anew."""
    meeting = _locked(by, meeting_id)
    if meeting.state == MeetingState.CANCELLED:
        raise misshapen("E_MEETING_STATE")
    if meeting.held_on > on:
        raise misshapen("E_MEETING_EARLY", held_on=meeting.held_on)
    invited = set(meeting.participants.values_list("practitioner_id", flat=True))
    if not minutes.strip():
        raise misshapen("E_MEETING_MINUTES", "minutes")
    if not came or not invited.issuperset(came):
        raise misshapen("E_MEETING_CAME", "came")
    meeting.state, meeting.minutes = MeetingState.HELD, minutes.strip()[:2000]
    meeting.decisions = decisions.strip()[:1000]
    meeting.save(update_fields=["state", "minutes", "decisions", "updated_at"])
    meeting.participants.filter(practitioner_id__in=came).update(came=True)
    meeting.participants.exclude(practitioner_id__in=came).update(came=False)
    note(by, "hold_meeting", meeting, invited=len(invited), came=len(set(came)))
    return meeting


@retrying_atomic
def cancel_meeting(*, by: Viewer, meeting_id: UUID, reason: str) -> Meeting:
    """It does not take place; a second time changes nothing."""
    meeting = _locked(by, meeting_id)
    if not reason.strip():
        raise misshapen("E_MEETING_REASON", "reason")
    if meeting.state == MeetingState.CANCELLED:
        return meeting
    if meeting.state != MeetingState.PLANNED:
        raise misshapen("E_MEETING_STATE")
    meeting.state, meeting.reason = MeetingState.CANCELLED, reason.strip()[:200]
    meeting.save(update_fields=["state", "reason", "updated_at"])
    note(by, "cancel_meeting", meeting)
    return meeting


def _locked(by: Viewer, meeting_id: UUID) -> Meeting:
    found = meeting_for(by, meeting_id, permission=permissions.WRITE)
    return Meeting.objects.select_for_update(of=("self",), no_key=True).get(id=found.id)


def _invite(meeting: Meeting, practitioners: Collection[UUID]) -> None:
    Participant.objects.bulk_create(
        [Participant(meeting=meeting, practitioner_id=one) for one in dict.fromkeys(practitioners)]
    )


def _judged(by: Viewer, plan: MeetingPlan, on: dt.date) -> TeamFacts:
    team = team_of(by, plan.team_id, plan.held_on, permission=permissions.WRITE)
    earliest = add_years(on, -1)
    known = {member.practitioner_id for member in team.members}
    topics = set(training_topics(team.region_code, plan.held_on))
    faults = {
        "E_ACTIVITY_TEAM": ("team_id", not team.is_open_on(plan.held_on)),
        "E_MEETING_KIND": ("kind", plan.kind not in set(MeetingKind)),
        "E_ACTIVITY_TIMES": ("ends_at", plan.begins_at >= plan.ends_at),
        "E_ACTIVITY_TOO_OLD": ("held_on", plan.held_on < earliest),
        "E_MEETING_PEOPLE": ("participants", not plan.participants or not known.issuperset(plan.participants)),
        "E_ACTIVITY_CODE": ("topics", not topics.issuperset(plan.topics)),
        "E_MEETING_TEACHER": ("teacher", plan.kind == MeetingKind.MENTORING and not plan.teacher.strip()),
        "E_MEETING_TOPIC": ("topics", plan.kind in TRAININGS and not plan.topics),
    }
    for code, (field, is_wrong) in faults.items():
        if is_wrong:
            raise misshapen(code, field, earliest=earliest)
    return team


def _fields(by: Viewer, plan: MeetingPlan, team: TeamFacts) -> dict[str, Any]:
    return {name: getattr(plan, name) for name in ("held_on", "begins_at", "ends_at")} | {
        "kind": str(plan.kind),
        "title": plan.title.strip()[:80],
        "topics": sorted(set(plan.topics)),
        "team_id": team.id,
        "institution_id": team.institution_id,
        "region_id": team.region_code,
        "place": plan.place.strip()[:120],
        "teacher": plan.teacher.strip()[:60],
        "teacher_from": plan.teacher_from.strip()[:80],
        "note": plan.note.strip()[:200],
        "entered_by_name": by.actor_name[:60],
    }
