"""Children that stay away, and what is due about it (S2.5-05)."""

import datetime as dt
from collections import defaultdict
from typing import Any
from uuid import UUID

from jiayi.community.communities.models import AbsenceStep, CheckEntry, Community
from jiayi.community.communities.rules import absent_run
from jiayi.community.communities.terms import Absence, Presence
from jiayi.foundation.rulebook import decide
from jiayi.registry.organization import selectors as organization

_LOOKED_BACK = dt.timedelta(days=90)


def absences_of(community: Community, on: dt.date) -> list[Absence]:
    """Absences that last on a day, the longest first. School days are days on which the class was checked. Three
    queries; the caller has seen the community."""
    rows = _entries(community, on)
    steps = _steps(community)
    schemes = organization.schemes_for(community.region_id, on)
    found = []
    for member_id, entries in rows.items():
        run = absent_run([(entry.check_of.day, entry.presence == Presence.ABSENT) for entry in entries])
        if run:
            outcome = decide("communities.absence", on=on, schemes=schemes, facts={"absent_days": len(run)})
            found.append(_absence(member_id, entries[0], run, outcome, steps))
    return sorted(found, key=lambda one: (-one.days, one.class_name, one.name))


def _entries(community: Community, on: dt.date) -> dict[UUID, list[CheckEntry]]:
    rows = CheckEntry.objects.filter(
        member__community=community, member__until=None, check_of__day__range=(on - _LOOKED_BACK, on)
    ).select_related("check_of", "member__resident", "member__community_class")
    found: dict[UUID, list[CheckEntry]] = defaultdict(list)
    for entry in rows.order_by("-check_of__day", "-id"):
        found[entry.member_id].append(entry)
    return found


def _steps(community: Community) -> dict[tuple[UUID, dt.date], list[str]]:
    found: dict[tuple[UUID, dt.date], list[str]] = defaultdict(list)
    for step in AbsenceStep.objects.filter(member__community=community, member__until=None):
        found[step.member_id, step.absent_since].append(step.action)
    return found


def _absence(
    member_id: UUID,
    latest: CheckEntry,
    run: list[dt.date],
    outcome: dict[str, Any],
    steps: dict[tuple[UUID, dt.date], list[str]],
) -> Absence:
    done = steps.get((member_id, run[-1]), [])
    member = latest.member
    return Absence(
        member_id=member_id,
        resident_id=member.resident_id,
        name=member.resident.name,
        class_name=member.community_class.name if member.community_class else "",
        since=run[-1],
        days=len(run),
        reason=latest.reason,
        due=[action for action in outcome["actions"] if action not in done],
        done=done,
        reasons=outcome["reasons"],
    )
