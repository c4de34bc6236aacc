"""care.programme.next_due: when a resident in a programme is to be seen next."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from jiayi.foundation.rulebook import Day, Facts, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.service.care.rules import programme as rules

INTERVALS = "programme.intervals"
HIGH_RISK = "programme.high_risk_intervals"
ADDED = "programme.added_intervals"


class NextDueFacts(Facts):
    programme: Literal[
        "hypertension",
        "diabetes",
        "elderly",
        "elderly_tcm",
        "mental_disorder",
        "tuberculosis",
        "chronic_infection",
        "copd",
        "disabled",
        "special_family",
        "lonely_elderly",
        "target_organ",
    ]
    enrolled_on: Day
    last_on: Day | None = None
    last_next_within_days: Annotated[int, Field(ge=0)] | None = None
    risk: Literal["", "ordinary", "high"] = ""
    supervision: Literal["staff", "family"] = "staff"
    phase: Literal["intensive", "continuation"] = "continuation"


def next_due(facts: NextDueFacts, view: RulebookView) -> Outcome:
    """Counted from the last service, before the first from enrolment; what the last service asked for goes first."""
    key = rules.interval_key(facts.programme, supervision=facts.supervision, phase=facts.phase)
    found = next((one for one in _parameters(facts) if key in (view.get(one) or {})), INTERVALS)
    interval = (view.get(found) or {}).get(key)
    since = facts.last_on or facts.enrolled_on
    if interval is not None and found == HIGH_RISK and not _asked_before(facts, since, interval):
        due = rules.next_due(since, interval)
        reason = view.reason("DUE_HIGH_RISK", HIGH_RISK, since=since, due_on=due.due_on)
    elif facts.last_on is not None and facts.last_next_within_days is not None:
        due = rules.asked_sooner(since, facts.last_next_within_days, interval or {})
        reason = view.reason("DUE_AS_ASKED", since=since, days=facts.last_next_within_days, due_on=due.due_on)
    elif interval is not None:
        due = rules.next_due(since, interval)
        reason = view.reason("DUE_BY_INTERVAL", found, since=since, due_on=due.due_on)
    else:
        return {"due_on": None, "from_on": None, "to_on": None, "reasons": [view.reason("NO_INTERVAL")]}
    return {"due_on": due.due_on, "from_on": due.from_on, "to_on": due.to_on, "reasons": [reason]}


def _parameters(facts: NextDueFacts) -> tuple[str, ...]:
    """Where the interval may stand, the closest first: of people at high risk, the usual ones, those of a scheme."""
    return (HIGH_RISK, INTERVALS, ADDED) if facts.risk == "high" else (INTERVALS, ADDED)


def _asked_before(facts: NextDueFacts, since: Day, interval: Mapping[str, Any]) -> bool:
    """Whether the last service asked for a day before that of the interval."""
    if facts.last_on is None or facts.last_next_within_days is None:
        return False
    return rules.asked_sooner(since, facts.last_next_within_days, {}).due_on < rules.next_due(since, interval).due_on


register("care.programme.next_due", NextDueFacts, next_due)
