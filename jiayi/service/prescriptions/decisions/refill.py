"""prescriptions.refill: when the next part of an order may be dispensed, and how far the supply reaches."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from jiayi.foundation.rulebook import Day, Facts, Reason, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.service.prescriptions.rules import refill as rules

OPENS, FIRST = "prescription.refill_opens_before_days", "prescription.first_supply_within_days"
Count = Annotated[int, Field(ge=0)]


class DispensedFacts(Facts):
    on: Day
    days: Count


class RefillFacts(Facts):
    started_on: Day
    total_days: Count
    dispensed: list[DispensedFacts] = []


def refill(facts: RefillFacts, view: RulebookView) -> Outcome:
    """State of the next dispensing on the day, with the days that it follows from."""
    given = [rules.Dispensed(one.on, one.days) for one in facts.dispensed]
    covers = rules.cover(facts.started_on, given)
    runs_out = rules.runs_out_on(facts.started_on, covers)
    ahead, first_within = view.get(OPENS) or 0, view.get(FIRST)
    opens = max(runs_out - dt.timedelta(days=ahead), facts.started_on)
    late_after = runs_out if covers else _first_by(facts.started_on, first_within)
    remaining = max(facts.total_days - sum(one.days for one in given), 0)
    state = rules.refill_state(view.on, remaining=remaining, opens_on=opens, late_after=late_after)
    return {
        "state": state,
        "opens_on": opens,
        "runs_out_on": runs_out,
        "remaining_days": remaining,
        "reasons": [_reason(state, view, opens=opens, runs_out=runs_out, remaining=remaining)],
    }


def _first_by(started_on: dt.date, within: int | None) -> dt.date | None:
    return None if within is None else started_on + dt.timedelta(days=within)


def _reason(state: rules.State, view: RulebookView, *, opens: dt.date, runs_out: dt.date, remaining: int) -> Reason:
    words = {"opens_on": opens.isoformat(), "runs_out_on": runs_out.isoformat(), "remaining": remaining}
    return view.reason(f"REFILL_{state.upper()}", OPENS, **words)


register("prescriptions.refill", RefillFacts, refill)
