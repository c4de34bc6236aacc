"""care.diabetes.risk_score: the Chinese diabetes risk score of adults without diabetes."""

from typing import Literal

from jiayi.foundation.rulebook import Facts, Number, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.service.care.rules import bands

BANDS, EXTRA, LIMIT = "diabetes.risk_bands", "diabetes.risk_points", "diabetes.ogtt_from_score"
FIRST_AGE, LAST_AGE = "diabetes.risk_first_age", "diabetes.risk_last_age"
MODEL = (BANDS, EXTRA, LIMIT, FIRST_AGE, LAST_AGE)
NOTHING = {"available": False, "score": None, "advise_ogtt": None}


class RiskScoreFacts(Facts):
    sex: Literal["male", "female"]
    age: int
    systolic: Number
    bmi: Number
    waist_cm: Number
    family_history: bool


def risk_score(facts: RiskScoreFacts, view: RulebookView) -> Outcome:
    """The sum of six items, and whether a glucose tolerance test is advised."""
    if any(view.get(key) is None for key in MODEL):
        return {**NOTHING, "reasons": [view.reason("RISK_NO_MODEL")]}
    first, last = view.get(FIRST_AGE), view.get(LAST_AGE)
    if not first <= facts.age <= last:
        return {**NOTHING, "reasons": [view.reason("RISK_AGE", FIRST_AGE, age=facts.age, first=first, last=last)]}
    score, limit = _score(facts, view), view.get(LIMIT)
    code = "OGTT_ADVISED" if score >= limit else "OGTT_NOT_ADVISED"
    return {
        "available": True,
        "score": score,
        "advise_ogtt": score >= limit,
        "reasons": [view.reason(code, LIMIT, score=score, limit=limit)],
    }


def _score(facts: RiskScoreFacts, view: RulebookView) -> int:
    by_item, extra = view.get(BANDS), view.get(EXTRA)
    measured = {
        "age": facts.age,
        "systolic": facts.systolic,
        "bmi": facts.bmi,
        f"waist_{facts.sex}": facts.waist_cm,
    }
    points = sum(bands.points_of(value, by_item[item]) for item, value in measured.items())
    return int(points + extra.get(facts.sex, 0) + (extra["family_history"] if facts.family_history else 0))


register("care.diabetes.risk_score", RiskScoreFacts, risk_score)
