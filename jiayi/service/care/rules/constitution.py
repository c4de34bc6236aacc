"""TCM constitution of the elderly by 33 answers (norms of 2017, TCM health management)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

BALANCED = "balanced"


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """Which items (numbered from 1) belong to a type, how they are answered, and the limits of the verdicts."""

    items: Mapping[str, Sequence[int]]
    reversed_items: Sequence[int]
    questions: int
    lowest: int
    highest: int
    yes_from: int
    tends_from: int
    balanced_from: int
    others_at_most: int
    others_basically_at_most: int


def is_complete(answers: Sequence[Any], form: Questionnaire) -> bool:
    """Whether every item has a whole number on the scale; booleans are no numbers."""
    return len(answers) == form.questions and all(
        type(answer) is int and form.lowest <= answer <= form.highest for answer in answers
    )


def scores(answers: Sequence[int], form: Questionnaire) -> dict[str, int]:
    """The sum of each type; of the balanced one some items count the other way round."""
    return {
        kind: sum(_points(answers[item - 1], item, kind, form) for item in items) for kind, items in form.items.items()
    }


def _points(answer: int, item: int, kind: str, form: Questionnaire) -> int:
    if kind == BALANCED and item in form.reversed_items:
        return form.lowest + form.highest - answer
    return answer


def verdicts(sums: Mapping[str, int], form: Questionnaire) -> dict[str, str]:
    """yes, tends or no of each biased type; yes, basically or no of the balanced one."""
    biased = {kind: total for kind, total in sums.items() if kind != BALANCED}
    found = {kind: _biased(total, form) for kind, total in biased.items()}
    return found | {BALANCED: _balanced(sums[BALANCED], max(biased.values()), form)}


def _biased(total: int, form: Questionnaire) -> str:
    if total >= form.yes_from:
        return "yes"
    return "tends" if total >= form.tends_from else "no"


def _balanced(total: int, highest_other: int, form: Questionnaire) -> str:
    if total < form.balanced_from or highest_other > form.others_basically_at_most:
        return "no"
    return "yes" if highest_other <= form.others_at_most else "basically"
