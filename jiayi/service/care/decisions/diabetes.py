"""care.diabetes.classify: what a diabetes follow-up comes to."""

from jiayi.foundation.rulebook import Number, Reason, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.service.care.decisions import follow_up
from jiayi.service.care.rules import pressure

HIGH, LOW = "diabetes.not_controlled_from", "diabetes.low_glucose_to"
URGENT, PREGNANT = "diabetes.urgent_from", "diabetes.urgent_when_pregnant_from"
PRESSURE, SYMPTOMS = "diabetes.urgent_pressure_from", "diabetes.urgent_symptoms"
PULSE, TEMPERATURE = "diabetes.urgent_pulse_above", "diabetes.urgent_temperature_above"


class DiabetesFacts(follow_up.FollowUpFacts):
    fasting_glucose: Number
    systolic: Number = 120
    diastolic: Number = 75
    pulse: Number = 75
    temperature: Number = 36.5


def classify(facts: DiabetesFacts, view: RulebookView) -> Outcome:
    """Class and referral of one follow-up; glucose in mmol/L."""
    high, low = _reached(facts.fasting_glucose, HIGH, view), _sunk(facts, view)
    urgent = [*_urgent_glucose(facts, low, view), *_urgent_signs(facts, view)]
    urgent += follow_up.symptom_reasons(facts, SYMPTOMS, view)
    decided = follow_up.outcome(facts, off_target=high or low, urgent=urgent, view=view)
    if high or not low:
        code = "GLUCOSE_NOT_CONTROLLED" if high else "GLUCOSE_ON_TARGET"
        decided["reasons"][:0] = _glucose_reason(code, HIGH, facts, view)
    return decided


def _reached(value: Number, key: str, view: RulebookView) -> bool:
    limit = view.get(key)
    return limit is not None and value >= limit


def _sunk(facts: DiabetesFacts, view: RulebookView) -> bool:
    limit = view.get(LOW)
    return limit is not None and facts.fasting_glucose <= limit


def _urgent_glucose(facts: DiabetesFacts, low: bool, view: RulebookView) -> list[Reason]:
    holding = {
        ("URGENT_GLUCOSE_HIGH", URGENT): _reached(facts.fasting_glucose, URGENT, view),
        ("URGENT_GLUCOSE_LOW", LOW): low,
        ("URGENT_GLUCOSE_PREGNANT", PREGNANT): facts.pregnant_or_lactating
        and _reached(facts.fasting_glucose, PREGNANT, view),
    }
    return [
        reason for (code, key), holds in holding.items() if holds for reason in _glucose_reason(code, key, facts, view)
    ]


def _glucose_reason(code: str, key: str, facts: DiabetesFacts, view: RulebookView) -> list[Reason]:
    limit = view.get(key)
    return [] if limit is None else [view.reason(code, key, glucose=facts.fasting_glucose, limit=limit)]


def _urgent_signs(facts: DiabetesFacts, view: RulebookView) -> list[Reason]:
    found, limit = [], view.get(PRESSURE)
    if pressure.reaches(facts.systolic, facts.diastolic, limit):
        pressures = {"systolic": facts.systolic, "diastolic": facts.diastolic}
        found.append(follow_up.pressure_reason("URGENT_PRESSURE", PRESSURE, limit=limit, view=view, **pressures))
    for code, key, value in (
        ("URGENT_PULSE", PULSE, facts.pulse),
        ("URGENT_TEMPERATURE", TEMPERATURE, facts.temperature),
    ):
        above = view.get(key)
        if above is not None and value > above:
            found.append(view.reason(code, key, value=value, limit=above))
    return found


register("care.diabetes.classify", DiabetesFacts, classify)
