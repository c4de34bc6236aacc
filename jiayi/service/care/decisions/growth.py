"""care.child.growth: a child's weight and length against the standard."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from jiayi.foundation.rulebook import Facts, Number, Reason, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.service.care.rules import growth as rules

STANDARD, STANDING, LYING_ADDS = "growth.standard", "growth.standing_from_days", "growth.lying_adds_cm"
LAST_DAY, PLAUSIBLE = "growth.weight_for_length_to_days", "growth.plausible"
BELOW, ABOVE = "growth.found_below", "growth.found_above"
Measured = Annotated[Number, Field(gt=0)]


class GrowthFacts(Facts):
    sex: Literal["male", "female"]
    age_days: Annotated[int, Field(ge=0)]
    weight_kg: Measured
    length_cm: Measured
    measured: Literal["lying", "standing"]


def growth(facts: GrowthFacts, view: RulebookView) -> Outcome:
    """z-scores (also together as `z_scores`), whether a measurement is implausible, and what is found."""
    if any(view.get(key) is None for key in (STANDARD, STANDING, LYING_ADDS, LAST_DAY)):
        unknown: dict[str, None] = dict.fromkeys(rules.SCORES)
        nothing = {"implausible": False, "findings": []}
        return {**unknown, "z_scores": unknown, **nothing, "reasons": [view.reason("GROWTH_NO_STANDARD")]}
    scores = rules.z_scores(_child(facts), _measuring(view))
    doubtful = rules.implausible(scores, view.get(PLAUSIBLE))
    found = rules.findings(scores, below=view.get(BELOW), above=view.get(ABOVE))
    return {
        **scores,
        "z_scores": dict(scores),
        "implausible": bool(doubtful),
        "findings": found,
        "reasons": _reasons(scores, doubtful, found, view),
    }


def _child(facts: GrowthFacts) -> rules.Child:
    weight, length = Decimal(str(facts.weight_kg)), Decimal(str(facts.length_cm))
    return rules.Child(facts.sex, facts.age_days, weight, length, facts.measured)


def _measuring(view: RulebookView) -> rules.Measuring:
    return rules.Measuring(
        standing_from_days=view.get(STANDING),
        lying_adds=Decimal(str(view.get(LYING_ADDS))),
        weight_for_length_to_days=view.get(LAST_DAY),
    )


def _reasons(scores: rules.Scores, doubtful: list[str], found: list[str], view: RulebookView) -> list[Reason]:
    told = [(f"GROWTH_{name.upper()}", value) for name, value in scores.items() if value is not None]
    names = zip(*view.labels("words", doubtful), strict=True)
    return [
        *(view.reason(code, STANDARD, score=f"{value:+.2f}") for code, value in told),
        *(view.reason("GROWTH_IMPLAUSIBLE", PLAUSIBLE, score=zh, score_en=en) for zh, en in names),
        *(_finding(name, view) for name in found),
    ]


def _finding(name: str, view: RulebookView) -> Reason:
    zh, en = view.labels("words", [name])
    key = BELOW if name in (view.get(BELOW) or {}) else ABOVE
    return view.reason("GROWTH_FINDING", key, finding=zh[0], finding_en=en[0])


register("care.child.growth", GrowthFacts, growth)
