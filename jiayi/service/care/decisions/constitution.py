"""care.tcm.constitution: the constitution that 33 answers of an elderly person show."""

from typing import Any

from jiayi.foundation.rulebook import Facts, Reason, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.service.care.rules import constitution as rules

ITEMS, QUESTIONS, YES = "constitution.items", "constitution.questions", "constitution.yes_from"
BALANCED = "constitution.balanced_from"
FIELDS = {
    "items": ITEMS,
    "reversed_items": "constitution.reversed_items",
    "questions": QUESTIONS,
    "lowest": "constitution.lowest_answer",
    "highest": "constitution.highest_answer",
    "yes_from": YES,
    "tends_from": "constitution.tends_from",
    "balanced_from": BALANCED,
    "others_at_most": "constitution.balanced_others_at_most",
    "others_basically_at_most": "constitution.basically_balanced_others_at_most",
}


class ConstitutionFacts(Facts):
    # Whatever a form was filled in with: a gap or a stray value makes it invalid, and is no fault of the asking.
    answers: list[Any]


def constitution(facts: ConstitutionFacts, view: RulebookView) -> Outcome:
    """Score and verdict of the nine types; with a gap or a stray answer the form is not valid."""
    form = _questionnaire(view)
    if form is None or not rules.is_complete(facts.answers, form):
        key = QUESTIONS if form else None
        return {"valid": False, "scores": None, "verdicts": None, "reasons": [view.reason("NOT_ALL_ANSWERED", key)]}
    scores = rules.scores(facts.answers, form)
    verdicts = rules.verdicts(scores, form)
    return {
        "valid": True,
        "scores": scores,
        "verdicts": verdicts,
        "reasons": [_reason(kind, scores[kind], verdict, view) for kind, verdict in verdicts.items()],
    }


def _questionnaire(view: RulebookView) -> rules.Questionnaire | None:
    values = {field: view.get(key) for field, key in FIELDS.items()}
    return None if None in values.values() else rules.Questionnaire(**values)


def _reason(kind: str, score: int, verdict: str, view: RulebookView) -> Reason:
    key = BALANCED if kind == rules.BALANCED else YES
    zh, en = view.labels("words", [kind, f"constitution_{verdict}"])
    return view.reason(
        "CONSTITUTION_VERDICT", key, kind=zh[0], kind_en=en[0], verdict=zh[1], verdict_en=en[1], score=score
    )


register("care.tcm.constitution", ConstitutionFacts, constitution)
