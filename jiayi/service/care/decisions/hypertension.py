"""care.hypertension.classify: what a hypertension follow-up comes to."""

from jiayi.foundation.rulebook import Number, Reason, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.service.care.decisions import follow_up
from jiayi.service.care.rules import pressure

TARGETS, URGENT = "hypertension.not_controlled_from", "hypertension.urgent_from"
PREGNANT, SYMPTOMS = "hypertension.urgent_when_pregnant_from", "hypertension.urgent_symptoms"


class HypertensionFacts(follow_up.FollowUpFacts):
    age: int
    systolic: Number
    diastolic: Number


def classify(facts: HypertensionFacts, view: RulebookView) -> Outcome:
    """Class and referral of one follow-up; the limits depend on age."""
    limit = pressure.limit_at(facts.age, view.get(TARGETS))
    off_target = pressure.reaches(facts.systolic, facts.diastolic, limit)
    decided = follow_up.outcome(facts, off_target=off_target, urgent=_urgent(facts, view), view=view)
    if limit is not None:
        code = "PRESSURE_NOT_CONTROLLED" if off_target else "PRESSURE_ON_TARGET"
        decided["reasons"].insert(0, _reason(code, TARGETS, limit, facts, view))
    return decided


def _urgent(facts: HypertensionFacts, view: RulebookView) -> list[Reason]:
    limits = {URGENT: view.get(URGENT), PREGNANT: view.get(PREGNANT) if facts.pregnant_or_lactating else None}
    codes = {URGENT: "URGENT_PRESSURE", PREGNANT: "URGENT_PRESSURE_PREGNANT"}
    reached = [
        _reason(codes[key], key, limit, facts, view)
        for key, limit in limits.items()
        if limit is not None and pressure.reaches(facts.systolic, facts.diastolic, limit)
    ]
    return reached + follow_up.symptom_reasons(facts, SYMPTOMS, view)


def _reason(code: str, key: str, limit: pressure.Limit, facts: HypertensionFacts, view: RulebookView) -> Reason:
    pressures = {"systolic": facts.systolic, "diastolic": facts.diastolic}
    return follow_up.pressure_reason(code, key, limit=limit, view=view, **pressures)


register("care.hypertension.classify", HypertensionFacts, classify)
