"""care.elderly.self_care: how far an elderly person looks after himself or herself."""

from jiayi.foundation.rulebook import Facts, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.service.care.rules import bands
from jiayi.service.care.rules import self_care as rules

POINTS, LEVELS = "self_care.points", "self_care.levels"


class SelfCareFacts(Facts):
    eating: int
    grooming: int
    dressing: int
    toilet: int
    movement: int


def self_care(facts: SelfCareFacts, view: RulebookView) -> Outcome:
    """The sum of the five items and its level; an answer that the form does not offer is not valid."""
    answers = facts.model_dump()
    if not rules.is_on_the_form(answers, view.get(POINTS) or {}):
        return {"valid": False, "score": None, "level": None, "reasons": [view.reason("NOT_ON_THE_FORM", POINTS)]}
    score = rules.score(answers)
    level = bands.band_of(score, view.get(LEVELS))
    zh, en = view.labels("words", [level] if level else [])
    return {
        "valid": True,
        "score": score,
        "level": level,
        "reasons": [view.reason("SELF_CARE_LEVEL", LEVELS, score=score, level=zh[0], level_en=en[0])] if level else [],
    }


register("care.elderly.self_care", SelfCareFacts, self_care)
