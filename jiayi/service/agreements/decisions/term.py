"""agreements.term: from when to when an agreement runs."""

from datetime import date
from typing import Literal

from jiayi.foundation.rulebook import Day, EventDay, Facts, Reason, RulebookView, on_the_day, register
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.service.agreements.rules import term as rules

YEAR_END = "agreement.ends_with_year"


class TermFacts(Facts):
    kind: Literal["first", "renewal", "supplementary"]
    signed_on: EventDay = on_the_day()
    previous_ends_on: Day | None = None
    years: int = 1
    course_days: int | None = None


def term(facts: TermFacts, view: RulebookView) -> Outcome:
    """Start, last day and what the term breaches; the days are given also when it is not allowed."""
    starts_on = rules.starts_on(facts.kind, facts.signed_on, facts.previous_ends_on)
    if facts.kind == "supplementary":
        ends_on, breaches, reason = _course(facts, starts_on, view)
    elif (year_ends := view.get(YEAR_END)) is not None:
        ends_on = rules.ends_with_year(facts.kind, facts.signed_on, starts_on, year_ends[facts.kind])
        breaches, reason = [], view.reason("TERM_YEAR_END", YEAR_END, starts_on=starts_on, ends_on=ends_on)
    else:
        ends_on = rules.ends_before_anniversary(starts_on, facts.years)
        breaches = _years_breaches(facts, view)
        reason = view.reason("TERM_ANNIVERSARY", starts_on=starts_on, ends_on=ends_on, years=facts.years)
    return {
        "starts_on": starts_on,
        "ends_on": ends_on,
        "allowed": not breaches,
        "breaches": [breach.code for breach in breaches],
        "reasons": breaches or [reason],
    }


def _years_breaches(facts: TermFacts, view: RulebookView) -> list[Reason]:
    least, most = view.get("agreement.min_years"), (view.get("agreement.max_years") or {}).get(facts.kind)
    if least is not None and facts.years < least:
        return [_too_short("agreement.min_years", facts.years, least, ("年", "years"), view)]
    if most is not None and facts.years > most:
        return [view.reason("B_TERM_TOO_LONG", "agreement.max_years", years=facts.years, limit=most)]
    return []


def _course(facts: TermFacts, starts_on: date, view: RulebookView) -> tuple[date | None, list[Reason], Reason | None]:
    if facts.course_days is None:
        return None, [view.reason("B_COURSE_REQUIRED", "agreement.min_course_days")], None
    ends_on = rules.ends_after_course(starts_on, facts.course_days)
    least = view.get("agreement.min_course_days")
    if least is not None and facts.course_days < least:
        breach = _too_short("agreement.min_course_days", facts.course_days, least, ("天", "days"), view)
        return ends_on, [breach], None
    words = {"days": facts.course_days, "starts_on": starts_on, "ends_on": ends_on}
    return ends_on, [], view.reason("TERM_COURSE", "agreement.min_course_days", **words)


def _too_short(key: str, asked: int, least: int, units: tuple[str, str], view: RulebookView) -> Reason:
    zh, en = units
    words = {"asked": f"{asked}{zh}", "limit": f"{least}{zh}", "asked_en": f"{asked} {en}", "limit_en": f"{least} {en}"}
    return view.reason("B_TERM_TOO_SHORT", key, **words)


register("agreements.term", TermFacts, term)
