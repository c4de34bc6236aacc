"""care.child.next_visit and care.maternal.next_visit: which visit comes next, and which were missed."""

from typing import Literal

from jiayi.foundation.rulebook import Day, Facts, Reason, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.service.care.rules import visits as rules

CHILD, MATERNAL, POSTPARTUM = (
    "child_visit.schedule",
    "maternal_visit.schedule",
    "maternal_visit.postpartum_schedule",
)
ChildVisit = Literal[
    "newborn",
    "month_1",
    "month_3",
    "month_6",
    "month_8",
    "month_12",
    "month_18",
    "month_24",
    "month_30",
    "month_36",
    "year_4",
    "year_5",
    "year_6",
]
MaternalVisit = Literal["early", "mid_1", "mid_2", "late_1", "late_2", "postpartum_home", "postpartum_42"]


class ChildFacts(Facts):
    birth_date: Day
    discharged_on: Day | None = None
    done: list[ChildVisit] = []


class MaternalFacts(Facts):
    last_period_on: Day
    delivered_on: Day | None = None
    discharged_on: Day | None = None
    done: list[MaternalVisit] = []


def child_visit(facts: ChildFacts, view: RulebookView) -> Outcome:
    """By age from birth, the first visit from discharge."""
    since = {"birth": facts.birth_date, "discharge": facts.discharged_on or facts.birth_date}
    visits = rules.planned(view.get(CHILD) or [], since)
    missed = rules.missed(visits, done=facts.done, by=view.on)
    return _outcome(rules.next_visit(visits, done=facts.done, on=view.on), missed, CHILD, view)


def maternal_visit(facts: MaternalFacts, view: RulebookView) -> Outcome:
    """Before delivery by weeks from the last period, after it by days from discharge and delivery."""
    visits = rules.planned(view.get(MATERNAL) or [], {"last_period": facts.last_period_on})
    delivered_on = facts.delivered_on
    if delivered_on is None or delivered_on > view.on:
        missed = rules.missed(visits, done=facts.done, by=view.on)
        return _outcome(rules.next_visit(visits, done=facts.done, on=view.on), missed, MATERNAL, view)
    since = {"delivery": delivered_on, "discharge": facts.discharged_on or delivered_on}
    after = rules.planned(view.get(POSTPARTUM) or [], since)
    missed = [
        *rules.missed(visits, done=facts.done, by=delivered_on),
        *rules.missed(after, done=facts.done, by=view.on),
    ]
    return _outcome(rules.next_visit(after, done=facts.done, on=view.on), missed, POSTPARTUM, view)


def _outcome(visit: rules.Visit | None, missed: list[str], key: str, view: RulebookView) -> Outcome:
    return {
        "code": visit and visit.code,
        "due_on": visit and visit.due_on,
        "from_on": visit and visit.from_on,
        "to_on": visit and visit.to_on,
        "state": visit and visit.state(view.on),
        "missed": missed,
        "reasons": [_visit_reason(visit, key, view), *_missed_reasons(missed, key, view)],
    }


def _visit_reason(visit: rules.Visit | None, key: str, view: RulebookView) -> Reason:
    if visit is None:
        return view.reason("NO_VISIT_LEFT", key)
    zh, en = view.labels("words", [f"visit_{visit.code}"])
    days = {"due_on": visit.due_on, "from_on": visit.from_on, "to_on": visit.to_on}
    return view.reason("NEXT_VISIT", key, visit=zh[0], visit_en=en[0], **days)


def _missed_reasons(missed: list[str], key: str, view: RulebookView) -> list[Reason]:
    zh, en = view.labels("words", [f"visit_{code}" for code in missed])
    return [view.reason("VISITS_MISSED", key, visits="、".join(zh), visits_en=", ".join(en))] if missed else []


register("care.child.next_visit", ChildFacts, child_visit)
register("care.maternal.next_visit", MaternalFacts, maternal_visit)
