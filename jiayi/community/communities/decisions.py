"""What a kindergarten does about a child that stays away or is ill: communities.absence, communities.morning_check."""

from typing import Annotated

from pydantic import Field

from jiayi.community.communities import rules
from jiayi.community.communities.terms import CheckFinding, Disposal
from jiayi.foundation.rulebook import Facts, Number, RulebookView, code_of, register
from jiayi.foundation.rulebook.registry import Outcome

CONTACT, NOTIFY = "communities.absence_contact_days", "communities.absence_head_days"
FEVER, CLINIC = "kindergarten.fever_from", "kindergarten.clinic_findings"


class AbsenceFacts(Facts):
    absent_days: Annotated[int, Field(ge=0)]  # school days


class MorningFacts(Facts):
    temperature: Annotated[Number, Field(ge=30, le=45)] | None = None  # °C
    findings: list[Annotated[CheckFinding, code_of()]] = []


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


def morning_check(facts: MorningFacts, view: RulebookView) -> Outcome:
    """What is done with a child that came."""
    fever_from, grave = view.need(FEVER), view.need(CLINIC)
    disposal = rules.disposal_of(facts.temperature, facts.findings, fever_from=fever_from, clinic_findings=grave)
    reasons = {
        Disposal.SENT_HOME: lambda: view.reason("CHECK_SENT_HOME", FEVER, degrees=fever_from),
        Disposal.CLINIC: lambda: view.reason("CHECK_CLINIC", CLINIC),
        Disposal.WATCHED: lambda: view.reason("CHECK_WATCHED", CLINIC),
        Disposal.ADMITTED: lambda: view.reason("CHECK_ADMITTED", CLINIC),
    }
    return {"disposal": str(disposal), "reasons": [reasons[disposal]()]}


register("communities.absence", AbsenceFacts, absence)
register("communities.morning_check", MorningFacts, morning_check)
