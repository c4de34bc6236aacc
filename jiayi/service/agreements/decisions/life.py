"""agreements.renewal, .termination and .record_open_by: what follows a signing."""

from datetime import timedelta
from typing import Literal

from jiayi.foundation.core.dates import month_end
from jiayi.foundation.rulebook import Day, EventDay, Facts, Reason, RulebookView, on_the_day, register
from jiayi.foundation.rulebook.registry import Outcome

NOTICE, SILENT = "agreement.renewal_notice_days", "agreement.silent_renewal"
CONFIRMATIONS, DEADLINE = "agreement.termination_confirmations", "record.open_deadline"


class RenewalFacts(Facts):
    ends_on: Day
    resident_objects: bool = False
    notified_on: Day | None = None


class TerminationFacts(Facts):
    requested_by: Literal["resident", "team"]
    reason: Literal[
        "own_wish",
        "service_not_performed",
        "moved_away",
        "death",
        "unreachable_one_year",
        "refused_one_year",
        "team_dissolved",
        "entry_error",
    ]
    confirmed_by_resident: bool = False
    confirmed_by_team: bool = False


class RecordFacts(Facts):
    signed_on: EventDay = on_the_day()


def renewal(facts: RenewalFacts, view: RulebookView) -> Outcome:
    """Where an agreement stands on its way to its end, and whether it renews by itself after it."""
    days = view.get(NOTICE)
    notice_from = None if days is None else facts.ends_on - timedelta(days=days)
    if view.on > facts.ends_on:
        state, reason = _after_the_end(facts, view)
    elif notice_from is None or view.on < notice_from:
        state, reason = "not_due", view.reason("RENEWAL_NOT_DUE", NOTICE, notice_from=notice_from)
    elif facts.notified_on is not None and facts.notified_on <= view.on:
        state, reason = "notified", view.reason("RENEWAL_NOTIFIED", NOTICE, notified_on=facts.notified_on)
    else:
        state, reason = "notice_due", view.reason("RENEWAL_NOTICE_DUE", NOTICE, ends_on=facts.ends_on)
    return {
        "state": state,
        "renews_automatically": state == "renewed",
        "notice_from": notice_from,
        "reasons": [reason],
    }


def _after_the_end(facts: RenewalFacts, view: RulebookView) -> tuple[str, Reason]:
    if not view.get(SILENT):
        return "lapses", view.reason("RENEWAL_NO_SILENT_RULE")
    if facts.notified_on is None or facts.notified_on > facts.ends_on:
        return "lapses", view.reason("RENEWAL_NOT_TOLD", SILENT)
    if facts.resident_objects:
        return "lapses", view.reason("RENEWAL_OBJECTED", SILENT)
    return "renewed", view.reason("RENEWAL_RENEWED", SILENT)


def termination(facts: TerminationFacts, view: RulebookView) -> Outcome:
    """Whether an agreement may end for this reason; a request is no confirmation."""
    needed = (view.get(CONFIRMATIONS) or {}).get(facts.reason, [])
    confirmed = {"resident": facts.confirmed_by_resident, "team": facts.confirmed_by_team}
    breaches = [
        view.reason(f"B_{party.upper()}_CONFIRMATION_MISSING", CONFIRMATIONS)
        for party in needed
        if not confirmed[party]
    ]
    return {
        "allowed": not breaches,
        "effective_on": view.on,
        "breaches": [breach.code for breach in breaches],
        "reasons": breaches or [view.reason("TERMINATION_ALLOWED", CONFIRMATIONS, on=view.on)],
    }


def record_open_by(facts: RecordFacts, view: RulebookView) -> Outcome:
    """By when the signed resident's record is open; no day where no scheme sets one."""
    deadline = view.get(DEADLINE)
    if deadline is None:
        return {"open_by": None, "reasons": [view.reason("RECORD_NO_DEADLINE")]}
    open_by = month_end(facts.signed_on.year + deadline["years_after"], deadline["month"])
    return {"open_by": open_by, "reasons": [view.reason("RECORD_OPEN_BY", DEADLINE, open_by=open_by)]}


register("agreements.renewal", RenewalFacts, renewal)
register("agreements.termination", TerminationFacts, termination)
register("agreements.record_open_by", RecordFacts, record_open_by)
