"""The grade of disability, and what the local insurance pays for (care.long_term_care.grade, .paid)."""

from typing import Annotated

from pydantic import Field

from jiayi.foundation.rulebook import Facts, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.service.care.rules import bands

ROOM = "long_term_care_insurance"
DAILY, COGNITION, PERCEPTION = (f"{ROOM}.{one}_levels" for one in ("daily_living", "cognition", "perception"))
TABLE, GRADES, ITEMS = f"{ROOM}.disability_table", f"{ROOM}.paid_grades", f"{ROOM}.paid_items"
WORST_FIRST = ("ability_severe", "ability_moderate", "ability_mild", "ability_intact")


class GradeFacts(Facts):
    daily_living: Annotated[int, Field(ge=0, le=100)]
    cognition: Annotated[int, Field(ge=0, le=16)]
    perception: Annotated[int, Field(ge=0, le=12)]


def grade(facts: GradeFacts, view: RulebookView) -> Outcome:
    """By daily living and the worse of cognition and perception; none where no standard is adopted."""
    levels = {
        "daily_living": bands.band_of(facts.daily_living, view.get(DAILY)),
        "cognition": bands.band_of(facts.cognition, view.get(COGNITION)),
        "perception": bands.band_of(facts.perception, view.get(PERCEPTION)),
    }
    table = view.get(TABLE)
    if table is None or not all(levels.values()):
        return {"grade": None, "levels": levels, "reasons": []}
    worse = next(one for one in WORST_FIRST if one in (levels["cognition"], levels["perception"]))
    found = table[levels["daily_living"]][worse]
    zh, en = view.labels("words", [*filter(None, levels.values()), found])
    names = (*levels, "grade")
    words = dict(zip(names, zh, strict=True)) | {f"{name}_en": one for name, one in zip(names, en, strict=True)}
    return {"grade": found, "levels": levels, "reasons": [view.reason("DISABILITY_GRADE", TABLE, **words)]}


class PaidFacts(Facts):
    grade: str
    items: list[str]


def paid(facts: PaidFacts, view: RulebookView) -> Outcome:
    """Which of the services given the local insurance pays for at this grade."""
    grades, items = view.get(GRADES), view.get(ITEMS)
    if grades is None or items is None:
        return {"state": "no_local_rule", "paid": [], "reasons": [view.reason("LTC_NO_LOCAL_RULE")]}
    found = [one for one in facts.items if one in items] if facts.grade in grades else []
    (grade_zh,), (grade_en,) = view.labels("words", [facts.grade])
    zh, en = view.labels("words", found)
    words = {"grade": grade_zh, "grade_en": grade_en}
    if not found:
        return {"state": "not_paid", "paid": [], "reasons": [view.reason("LTC_NOT_PAID", GRADES, **words)]}
    reason = view.reason("LTC_PAID", ITEMS, **words, items="、".join(zh), items_en=", ".join(en))
    return {"state": "paid", "paid": found, "reasons": [reason]}


register("care.long_term_care.grade", GradeFacts, grade)
register("care.long_term_care.paid", PaidFacts, paid)
