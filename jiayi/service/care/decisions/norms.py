"""What schemes ask for a resident: at home, by class, within the year, in a check-up (care.home_service …)."""

from collections.abc import Iterator

from pydantic import Field

from jiayi.foundation.rulebook import Facts, RulebookView, register
from jiayi.foundation.rulebook.reasons import Reason
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.foundation.rulebook.schema import YearlyService
from jiayi.service.care.rules import norms as rules

CONDITIONS, CONDITION_GROUPS, AGE = "home_visit.conditions", "home_visit.condition_groups", "group.home_visit_age"
WAYS, CLASS_GROUPS = "follow_up.modes_by_class", "follow_up.class_groups"
CLASSES, ORDER = "health_management.classes", "health_management.class_order"
CHECKUP, CONTENTS = "annual_checkup", "annual_checkup.items"


class HomeFacts(Facts):
    age: int
    groups: list[str] = []
    has_need: bool = False
    is_promised: bool = False


def home_service(facts: HomeFacts, view: RulebookView) -> Outcome:
    """Whether the team comes home and why, and the ways of follow-up of the resident's class."""
    limit = view.get(AGE)
    grounds = rules.home_grounds(
        view.get(CONDITIONS) or [],
        groups=facts.groups,
        is_very_old=limit is not None and facts.age >= limit["years"],
        has_need=facts.has_need,
        is_promised=facts.is_promised,
        condition_groups=view.get(CONDITION_GROUPS) or {},
    )
    ways = rules.follow_up_ways(view.get(WAYS) or {}, groups=facts.groups, class_groups=view.get(CLASS_GROUPS) or {})
    reasons = []
    if grounds:
        zh, en = view.labels("words", grounds)
        reasons.append(view.reason("HOME_SERVICE", CONDITIONS, grounds="、".join(zh), grounds_en=", ".join(en)))
    if ways:
        zh, en = view.labels("words", ways)
        reasons.append(view.reason("FOLLOW_UP_WAYS", WAYS, ways="、".join(zh), ways_en=", ".join(en)))
    return {"due": bool(grounds), "grounds": grounds, "ways": ways, "reasons": reasons}


class ClassFacts(Facts):
    groups: list[str] = []
    is_key: bool = False
    is_special: bool = False
    is_high_risk: bool = False


def management_class(facts: ClassFacts, view: RulebookView) -> Outcome:
    """The class of health management by the scheme; none where no scheme has classes."""
    marks = {name for name, holds in _marks(facts).items() if holds} | set(facts.groups)
    found = rules.management_class(view.get(CLASSES) or [], marks, view.get(ORDER) or {})
    return {"management_class": found, "reasons": []}


def _marks(facts: ClassFacts) -> dict[str, bool]:
    return {"special_population": facts.is_special, "key_population": facts.is_key, "high_risk": facts.is_high_risk}


class YearlyFacts(Facts):
    groups: list[str] = []
    is_key: bool = False
    is_signed: bool = False
    needs: list[str] = []  # differentiated services of the elderly
    done: dict[str, int] = Field(default_factory=dict)


def yearly_services(facts: YearlyFacts, view: RulebookView) -> Outcome:
    """What somebody is to be given within the year, how often, and what remains."""
    lines, reasons = [], []
    for code, one in view.book.yearly_services.items():
        if not _concerns(one, facts) or not (times := view.get(one.parameter)):
            continue
        done = facts.done.get(code, 0)
        lines.append({"service": code, "due": times, "done": done, "remaining": max(times - done, 0)})
        reasons.append(_reason(view, one, times))
    return {"lines": lines, "reasons": reasons}


def _concerns(one: YearlyService, facts: YearlyFacts) -> bool:
    if one.need and one.need not in facts.needs:
        return False
    if one.groups and not set(one.groups) & set(facts.groups):
        return False
    return (facts.is_signed or not one.signed) and (facts.is_key or not one.key)


def _reason(view: RulebookView, one: YearlyService, times: int) -> Reason:
    code = "ONCE_SERVICE" if one.once else "YEARLY_SERVICE"
    return view.reason(code, one.parameter, service=one.zh, service_en=one.en, times=times)


class ContentFacts(Facts):
    filled: list[str] = []


def checkup_contents(facts: ContentFacts, view: RulebookView) -> Outcome:
    """Which parts of the check-up that the scheme lists are not in the record."""
    contents = view.get(CONTENTS) or []
    missing = rules.missing_contents(contents, facts.filled, view.book.yearly_services[CHECKUP].content_fields)
    return {"contents": contents, "missing": missing, "reasons": list(_missing(view, missing))}


def _missing(view: RulebookView, missing: list[str]) -> Iterator[Reason]:
    if missing:
        zh, en = view.labels("words", missing)
        yield view.reason("CHECKUP_LACKS", CONTENTS, items="、".join(zh), items_en=", ".join(en))


register("care.home_service", HomeFacts, home_service)
register("care.management_class", ClassFacts, management_class)
register("care.yearly_services", YearlyFacts, yearly_services)
register("care.checkup_contents", ContentFacts, checkup_contents)
