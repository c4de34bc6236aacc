"""What a value measured at home asks of the team (care.home_reading)."""

from jiayi.foundation.rulebook import Facts, Number, Reason, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.service.care.rules import pressure

TARGETS, URGENT = "hypertension.not_controlled_from", "hypertension.urgent_from"
HIGH, LOW, VERY_HIGH = "diabetes.not_controlled_from", "diabetes.low_glucose_to", "diabetes.urgent_from"
WITHIN, SERVICES, OFFERED = "home_reading.answer_within_days", "home_reading.services", "fulfilment.active_services"
PRESSURES, GLUCOSE = ("systolic", "diastolic"), "fasting_glucose"
WATCHED = (*PRESSURES, GLUCOSE)


class ReadingFacts(Facts):
    """`value` in the unit of the code (mmHg, mmol/L)."""

    age: int
    code: str
    value: Number


def home_reading(facts: ReadingFacts, view: RulebookView) -> Outcome:
    """fine, above or urgent by the limits of follow-ups; within how many days it is answered, and what is offered."""
    state, reasons = _state(facts, view)
    within = (view.get(WITHIN) or {}).get(state)
    offered = view.get(OFFERED)
    services = [one for one in (view.get(SERVICES) or {}).get(state, []) if offered is None or one in offered]
    return {"state": state, "within_days": within, "services": services, "reasons": reasons}


def _state(facts: ReadingFacts, view: RulebookView) -> tuple[str, list[Reason]]:
    if facts.code in PRESSURES:
        at_age = pressure.limit_at(facts.age, view.get(TARGETS)) or {}
        limits = [
            ("urgent", URGENT, (view.get(URGENT) or {}).get(facts.code)),
            ("above", TARGETS, at_age.get(facts.code)),
        ]
    elif facts.code == GLUCOSE:
        low = view.get(LOW)
        if low is not None and facts.value <= low:
            return "urgent", [view.reason("READING_LOW", LOW, value=facts.value, limit=low)]
        limits = [("urgent", VERY_HIGH, view.get(VERY_HIGH)), ("above", HIGH, view.get(HIGH))]
    else:
        return "fine", []
    for state, key, limit in limits:
        if limit is not None and facts.value >= limit:
            return state, [view.reason("READING_HIGH", key, value=facts.value, limit=limit)]
    return "fine", []


register("care.home_reading", ReadingFacts, home_reading)
