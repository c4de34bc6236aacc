"""Files of frail children and their monthly reviews (S2.5-11)."""

import datetime as dt
from uuid import UUID

from jiayi.community.communities.models import FrailChild, FrailReview
from jiayi.community.communities.selectors.communities import member_for, settings_of
from jiayi.community.communities.selectors.daily import frail_file_for
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import misshapen

from .history import note


@retrying_atomic
def open_frail_file(*, by: Viewer, member_id: UUID, condition: str, plan: str, on: dt.date) -> FrailChild:
    """A child has a condition that the scheme wants followed; one open file for each condition."""
    member = member_for(by, member_id)
    if condition not in settings_of(member.community, on).get("kindergarten.frail_child_conditions", []):
        raise misshapen("E_COMMUNITY_CODE", "condition")
    if not plan.strip():
        raise misshapen("E_FRAIL_PLAN", "plan")
    made, is_new = FrailChild.objects.get_or_create(
        member=member, condition=condition, closed_on=None, defaults={"opened_on": on, "plan": plan.strip()[:500]}
    )
    if is_new:
        note(by, "open_frail_file", member.community, residents=[member.resident_id])
    return made


@retrying_atomic
def review_frail_child(*, by: Viewer, file_id: UUID, finding: str, plan: str, on: dt.date) -> FrailReview:
    """What the review of the day found; entered anew it replaces the day's."""
    file = frail_file_for(by, file_id)
    if file.closed_on or not finding.strip():
        raise misshapen("E_FRAIL_REVIEW", "finding")
    made, _ = FrailReview.objects.update_or_create(
        file=file,
        reviewed_on=on,
        defaults={
            "finding": finding.strip()[:300],
            "plan": plan.strip()[:300],
            "reviewed_by_name": by.actor_name[:60],
        },
    )
    note(by, "review_frail_child", file.member.community, residents=[file.member.resident_id])
    return made


@retrying_atomic
def close_frail_file(*, by: Viewer, file_id: UUID, outcome: str, on: dt.date) -> FrailChild:
    """The condition is over, or followed elsewhere, with what came of it."""
    file = frail_file_for(by, file_id)
    if not outcome.strip():
        raise misshapen("E_FRAIL_REVIEW", "outcome")
    if file.closed_on is None:
        file.closed_on, file.outcome = on, outcome.strip()[:200]
        file.save(update_fields=["closed_on", "outcome", "updated_at"])
        note(by, "close_frail_file", file.member.community, residents=[file.member.resident_id])
    return file
