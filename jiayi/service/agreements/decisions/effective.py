"""agreements.effective: whether what an agreement year asks for by the day is done."""

from typing import Annotated

from pydantic import Field

from jiayi.foundation.rulebook import Day, Facts, Reason, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.service.agreements.rules import effectiveness
from jiayi.service.agreements.rules.effectiveness import Due

ITEMS = "effective.items"


class EffectiveFacts(Facts):
    groups: list[str] = []
    signed_on: Day
    ends_on: Day
    complete: bool = True
    fulfilled: dict[str, Annotated[int, Field(ge=0)]] = {}


def effective(facts: EffectiveFacts, view: RulebookView) -> Outcome:
    """Effective when complete, in force, at least one service done and nothing due missing."""
    missing = _missing(facts, view)
    lacks = [
        *([view.reason("NOT_EFFECTIVE_ENDED", ends_on=facts.ends_on)] if view.on > facts.ends_on else []),
        *([] if facts.complete else [view.reason("NOT_EFFECTIVE_INCOMPLETE")]),
        *([] if any(facts.fulfilled.values()) else [view.reason("NOT_EFFECTIVE_NOTHING_DONE", ITEMS)]),
        *(_missing_reason(due, view) for due in missing),
    ]
    return {
        "effective": not lacks,
        "missing": [{"item": due.item, "due": due.due, "done": due.done} for due in missing],
        "reasons": lacks or [view.reason("EFFECTIVE", ITEMS)],
    }


def _missing(facts: EffectiveFacts, view: RulebookView) -> list[Due]:
    entries = view.get(ITEMS) or []
    day = min(view.on, facts.ends_on)
    year = effectiveness.agreement_year(facts.signed_on, facts.ends_on, day)
    days = {
        "after_signing": view.get("effective.days_after_signing") or 0,
        "before_year_end": view.get("effective.days_before_year_end") or 0,
    }
    dues = {
        entry["item"]: effectiveness.quantity_due(entry, on=day, signed_on=facts.signed_on, year=year, days=days)
        for entry in entries
    }
    return effectiveness.missing_items(
        entries,
        groups=facts.groups,
        fulfilled=facts.fulfilled,
        any_item=view.get("effective.any_item"),
        dues=dues,
    )


def _missing_reason(due: Due, view: RulebookView) -> Reason:
    zh, en = view.labels("items", [due.item])
    return view.reason("NOT_EFFECTIVE_MISSING", ITEMS, item=zh[0], item_en=en[0], due=due.due, done=due.done)


register("agreements.effective", EffectiveFacts, effective)
