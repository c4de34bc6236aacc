"""communities.absence: what a kindergarten does about a child that stays away."""

from typing import Annotated

from pydantic import Field

from jiayi.community.communities import rules
from jiayi.foundation.rulebook import Facts, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome

CONTACT, NOTIFY = "communities.absence_contact_days", "communities.absence_head_days"


class AbsenceFacts(Facts):
    absent_days: Annotated[int, Field(ge=0)]  # school days


def absence(facts: AbsenceFacts, view: RulebookView) -> Outcome:
    """The actions that are due."""
    contact_from, notify_from = view.need(CONTACT), view.need(NOTIFY)
    actions = rules.actions_due(facts.absent_days, contact_from=contact_from, notify_from=notify_from)
    reasons = {
        "contact_family": lambda: view.reason("ABSENCE_CONTACT_FAMILY", CONTACT, days=contact_from),
        "notify_head": lambda: view.reason("ABSENCE_NOTIFY_HEAD", NOTIFY, days=notify_from),
    }
    told = [reasons[action]() for action in actions]
    return {"actions": actions, "reasons": told or [view.reason("ABSENCE_NOTHING_DUE", CONTACT, days=contact_from)]}


register("communities.absence", AbsenceFacts, absence)
