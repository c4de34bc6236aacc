"""referral.advice: how urgent a referral is by the criteria that hold; advice, the doctor decides."""

from typing import Literal

from jiayi.foundation.rulebook import Facts, Reason, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.registry.organization.terms import InstitutionLevel
from jiayi.service.referral.terms import DiagnosisGroup

CRITERIA, CATALOGUE = "referral.up_criteria", "referral.disease_catalogue"
ORDER = ("emergency", "urgent", "routine")


class AdviceFacts(Facts):
    criteria: list[str] = []
    finding: Literal["none", "advised", "urgent"] = "none"
    group: str = ""  # terms.DiagnosisGroup
    from_level: Literal["", "village", "township", "county", "city", "province"] = ""


def advice(facts: AdviceFacts, view: RulebookView) -> Outcome:
    """The most urgent of what holds; `none` where nothing speaks for a referral."""
    lists = view.need(CRITERIA)
    held = [(urgency, code) for urgency in ORDER for code in lists.get(urgency, []) if code in facts.criteria]
    reasons = [_said(urgency, code, view) for urgency, code in held]
    if facts.finding == "urgent":
        reasons.insert(0, view.reason("REFERRAL_FINDING_URGENT"))
        held.append(("urgent", "finding"))
    elif facts.finding == "advised":
        reasons.append(view.reason("REFERRAL_FINDING_ADVISED"))
        held.append(("routine", "finding"))
    found = {urgency for urgency, _ in held}
    urgency = next((one for one in ORDER if one in found), "none")
    reasons = reasons or [view.reason("REFERRAL_NO_CRITERION", CRITERIA)]
    level = _level_of(facts.group, view)
    if level and facts.from_level:
        reasons.append(_by_catalogue(facts, level, view))
    return {"urgency": urgency, "catalogue_level": level, "reasons": reasons}


def _level_of(group: str, view: RulebookView) -> str:
    """The lowest level whose part of the catalogue names the disease; empty where none does."""
    return next((level for level, diseases in (view.get(CATALOGUE) or {}).items() if group in diseases), "")


def _by_catalogue(facts: AdviceFacts, level: str, view: RulebookView) -> Reason:
    order = list(view.get(CATALOGUE) or {})
    is_here = order.index(level) <= (order.index(facts.from_level) if facts.from_level in order else len(order))
    disease, disease_en = _words(facts.group, view)
    place = next(one for one in InstitutionLevel if one == level)
    words = {"disease": disease, "disease_en": disease_en, "level": place.label_zh, "level_en": place.label_en}
    return view.reason("CATALOGUE_HERE" if is_here else "CATALOGUE_ABOVE", CATALOGUE, **words)


def _said(urgency: str, code: str, view: RulebookView) -> Reason:
    zh, en = _words(code, view)
    return view.reason(f"CRITERION_{urgency.upper()}", CRITERIA, criterion=zh, criterion_en=en)


def _words(code: str, view: RulebookView) -> tuple[str, str]:
    if group := next((one for one in DiagnosisGroup if one == code), None):
        return group.label_zh, group.label_en
    word = view.book.labelled(code)
    return (word.zh, word.en) if word else (code, code)


register("referral.advice", AdviceFacts, advice)
