"""The morning check of a class, and what is done about absences."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from jiayi.community.communities import permissions
from jiayi.community.communities.models import AbsenceStep, CheckEntry, CommunityClass, MorningCheck
from jiayi.community.communities.rules import closes_at
from jiayi.community.communities.selectors.absences import absences_of
from jiayi.community.communities.selectors.communities import class_for, member_for, members_of, settings_of
from jiayi.community.communities.terms import (
    AbsenceAction,
    AbsenceReason,
    CheckFinding,
    CheckLine,
    MemberRole,
    Presence,
)
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import decide
from jiayi.foundation.ui.refusals import misshapen
from jiayi.registry.organization import selectors as organization

from .history import note

_OLDEST = dt.timedelta(days=14)


@retrying_atomic
def enter_morning_check(
    *, by: Viewer, class_id: UUID, day: dt.date, lines: Sequence[CheckLine], at: dt.datetime
) -> MorningCheck:
    """The check of a class on a day of the last two weeks, child by child; entered anew it replaces what was there."""
    room = class_for(by, class_id, permission=permissions.CHECK)
    today = timezone.localdate(at)
    if not today - _OLDEST <= day <= today:
        raise misshapen("E_CHECK_DAY", "day", days=_OLDEST.days)
    children = {
        one.id: one for one in members_of(room.community, on=day, class_id=room.id) if one.role == MemberRole.CHILD
    }
    _judge(children, lines)
    check = _check(by, room, day, at)
    check.entries.all().delete()
    schemes = organization.schemes_for(room.community.region_id, day)
    CheckEntry.objects.bulk_create([_entry(check, line, day, schemes) for line in lines])
    residents = [children[line.member_id].resident_id for line in lines if line.findings or line.temperature]
    note(by, "enter_morning_check", room.community, residents=residents, day=day, children=len(lines))
    return check


@retrying_atomic
def take_absence_step(*, by: Viewer, member_id: UUID, action: str, said: str, on: dt.date) -> AbsenceStep:
    """The family was asked, or the head told, about the absence that lasts; a second time changes nothing."""
    member = member_for(by, member_id)
    if action not in set(AbsenceAction):
        raise misshapen("E_COMMUNITY_CODE", "action")
    absence = next((one for one in absences_of(member.community, on) if one.member_id == member.id), None)
    if absence is None:
        raise misshapen("E_NOT_ABSENT")
    made, is_new = AbsenceStep.objects.get_or_create(
        member=member,
        absent_since=absence.since,
        action=action,
        defaults={"done_on": on, "note": said.strip()[:200], "done_by_name": by.actor_name[:60]},
    )
    if is_new:
        note(by, "take_absence_step", member.community, residents=[member.resident_id], action=action)
    return made


def _judge(children: Collection[UUID], lines: Sequence[CheckLine]) -> None:
    named = [line.member_id for line in lines]
    if not children or set(named) != set(children) or len(named) != len(children):
        raise misshapen("E_CHECK_CHILDREN")
    for line in lines:
        _judge_line(line)


def _judge_line(line: CheckLine) -> None:
    is_absent = line.presence == Presence.ABSENT
    if line.presence not in set(Presence) or not set(CheckFinding).issuperset(line.findings):
        raise misshapen("E_COMMUNITY_CODE", "presence")
    if is_absent and line.reason not in set(AbsenceReason):
        raise misshapen("E_ABSENCE_REASON", "reason")


def _check(by: Viewer, room: CommunityClass, day: dt.date, at: dt.datetime) -> MorningCheck:
    window = settings_of(room.community, day).get("kindergarten.morning_check_window", "")
    now = timezone.localtime(at)
    is_late = bool(window) and (now.date() > day or now.time() > closes_at(window))
    defaults = {"checked_at": at, "is_late": is_late, "checked_by_name": by.actor_name[:60]}
    made, _ = MorningCheck.objects.get_or_create(community_class=room, day=day, defaults=defaults)
    return MorningCheck.objects.select_for_update(no_key=True).get(id=made.id)


def _entry(check: MorningCheck, line: CheckLine, day: dt.date, schemes: Sequence[str]) -> CheckEntry:
    entry = CheckEntry(check_of=check, member_id=line.member_id, presence=line.presence, note=line.note.strip()[:120])
    if line.presence == Presence.ABSENT:
        entry.reason = line.reason
        return entry
    degrees = None if line.temperature is None else float(line.temperature)
    facts: dict[str, Any] = {"temperature": degrees, "findings": list(line.findings)}
    outcome = decide("communities.morning_check", on=day, schemes=schemes, facts=facts)
    entry.temperature, entry.findings = line.temperature, list(line.findings)
    entry.disposal = outcome["disposal"]
    return entry
