"""What the elderly need by their state, who is given a care card and goes first (care.elderly.need, .care_card,
.priority)."""

from jiayi.foundation.rulebook import Facts, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.service.care.rules import norms as rules

EARLY, OLD, VERY_OLD = "group.early_elderly_age", "group.elderly_age", "elderly.very_old_age"
ORDER, BY_NEED, SERVICES = "elderly.need_order", "elderly.services_by_need", "elderly.differentiated_services"
CARD, PRIORITIES, FIRST_IN = "care_card.groups", "care_card.priorities", "care_card.first_in"


class NeedFacts(Facts):
    """`marks`: groups, the level of self-care, the grade of disability, end_of_life."""

    age: int
    marks: list[str] = []


def need(facts: NeedFacts, view: RulebookView) -> Outcome:
    """The class of need and its differentiated services; none below the age, or where no scheme asks for them."""
    begins = view.get(EARLY) or view.get(OLD)
    offered, by_need = view.get(SERVICES) or [], view.get(BY_NEED) or {}
    if not offered or begins is None or facts.age < begins["years"]:
        return {"need": None, "services": [], "reasons": []}
    limit = view.get(VERY_OLD)
    marks = {*facts.marks, *(["very_old"] if limit and facts.age >= limit["years"] else [])}
    found = rules.management_class(list(by_need), marks, view.get(ORDER) or {})
    services = [one for one in by_need.get(found, []) if one in offered]
    zh, en = view.labels("words", [found] if found else [])
    reasons = [view.reason("CARE_NEED", ORDER, need=zh[0], need_en=en[0])] if found else []
    return {"need": found, "services": services, "reasons": reasons}


class CardFacts(Facts):
    groups: list[str] = []


def care_card(facts: CardFacts, view: RulebookView) -> Outcome:
    """Whether somebody is given a care card, as of which groups, and what it gives first."""
    groups = [one for one in view.get(CARD) or [] if one in facts.groups]
    priorities = (view.get(PRIORITIES) or []) if groups else []
    if not groups:
        return {"due": False, "groups": [], "priorities": [], "reasons": []}
    (zh, en), (first, first_en) = view.labels("groups", groups), _words(view, priorities)
    words = {"groups": "、".join(zh), "groups_en": ", ".join(en), "priorities": "、".join(first)}
    reason = view.reason("CARE_CARD", PRIORITIES, **words, priorities_en=", ".join(first_en))
    return {"due": True, "groups": groups, "priorities": priorities, "reasons": [reason]}


class PriorityFacts(CardFacts):
    asked: str  # a kind of what residents ask for, or of what they wait for


def priority(facts: PriorityFacts, view: RulebookView) -> Outcome:
    """Whether what somebody asks for is dealt with before what others ask for (S2.3-15)."""
    card = care_card(facts, view)
    queues = view.get(FIRST_IN) or {}
    goes_first = any(facts.asked in queues.get(one, []) for one in card["priorities"])
    return {"goes_first": goes_first, "reasons": card["reasons"] if goes_first else []}


def _words(view: RulebookView, codes: list[str]) -> tuple[list[str], list[str]]:
    """Labels of codes that are words or items."""
    known = [view.book.labelled(code) for code in codes]
    return [one.zh for one in known if one], [one.en for one in known if one]


register("care.elderly.need", NeedFacts, need)
register("care.care_card", CardFacts, care_card)
register("care.priority", PriorityFacts, priority)
