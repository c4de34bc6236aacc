"""care.programme.next_due: when a resident in a programme is to be seen next."""

from typing import Annotated, Literal

from pydantic import Field

from jiayi.foundation.rulebook import Day, Facts, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.service.care.rules import programme as rules

INTERVALS = "programme.intervals"


class NextDueFacts(Facts):
    programme: Literal[
        "hypertension",
        "diabetes",
        "elderly",
        "elderly_tcm",
        "mental_disorder",
        "tuberculosis",
        "copd",
        "disabled",
        "special_family",
        "lonely_elderly",
    ]
    enrolled_on: Day
    last_on: Day | None = None
    last_next_within_days: Annotated[int, Field(ge=0)] | None = None
    supervision: Literal["staff", "family"] = "staff"
    phase: Literal["intensive", "continuation"] = "continuation"


def next_due(facts: NextDueFacts, view: RulebookView) -> Outcome:
    """Counted from the last service, before the first from enrolment; what the last service asked for goes first."""
    key = rules.interval_key(facts.programme, supervision=facts.supervision, phase=facts.phase)
    interval = (view.get(INTERVALS) or {}).get(key)
    since = facts.last_on or facts.enrolled_on
    if facts.last_on is not None and facts.last_next_within_days is not None:
        due = rules.asked_sooner(since, facts.last_next_within_days, interval or {})
        reason = view.reason("DUE_AS_ASKED", since=since, days=facts.last_next_within_days, due_on=due.due_on)
    elif interval is not None:
        due = rules.next_due(since, interval)
        reason = view.reason("DUE_BY_INTERVAL", INTERVALS, since=since, due_on=due.due_on)
    else:
        return {"due_on": None, "from_on": None, "to_on": None, "reasons": [view.reason("NO_INTERVAL")]}
    return {"due_on": due.due_on, "from_on": due.from_on, "to_on": due.to_on, "reasons": [reason]}


register("care.programme.next_due", NextDueFacts, next_due)
