"""scheduling.release, .slot, .schedule, .booking: who may book when, what schedules fix, whether a booking stands."""

from datetime import timedelta
from typing import Literal

from jiayi.foundation.rulebook import Day, Facts, Reason, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome

RELEASE_DAYS, EXCLUSIVE, FIXED = "scheduling.release_days", "scheduling.exclusive_pool", "outreach.fixed"
Kind = Literal["contract_clinic", "outreach_round", "home_round"]
_BREACHES = {"fixed_time": "B_TIME_NOT_FIXED", "fixed_person": "B_PERSON_NOT_FIXED", "fixed_place": "B_PLACE_NOT_FIXED"}


class ReleaseFacts(Facts):
    slot_on: Day
    pool: Literal["shared", "exclusive"] = "shared"


class ScheduleFacts(Facts):
    kind: Kind
    has_time: bool
    persons: int
    has_place: bool


class BookingFacts(Facts):
    held_on: Day
    capacity: int
    taken: int
    kind: Kind = "contract_clinic"
    state: Literal["planned", "held", "cancelled", "not_held"] = "planned"
    waits: bool = False
    lives_here: bool = True
    is_signed: bool = True
    clashes: bool = False


class SlotFacts(Facts):
    held_on: Day
    bookable_by: Literal["grassroots", "all"] = "grassroots"
    is_grassroots: bool = True
    free: int = 1
    is_closed: bool = False
    lives_here: bool = True
    clashes: bool = False


def release(facts: ReleaseFacts, view: RulebookView) -> Outcome:
    """Who may book a slot on the day of asking."""
    if facts.pool == "exclusive":
        return {"bookable_by": "grassroots", "reasons": [view.reason("RELEASE_EXCLUSIVE", EXCLUSIVE)]}
    from_on = facts.slot_on - timedelta(days=view.need(RELEASE_DAYS))
    is_open = view.on >= from_on
    code = "RELEASE_ALL" if is_open else "RELEASE_GRASSROOTS"
    reason = view.reason(code, RELEASE_DAYS, slot_on=facts.slot_on, from_on=from_on)
    return {"bookable_by": "all" if is_open else "grassroots", "reasons": [reason]}


def schedule(facts: ScheduleFacts, view: RulebookView) -> Outcome:
    """Whether a schedule fixes time, people and place where the scheme asks for it (定时、定人、定点)."""
    asked = (view.get(FIXED) or []) if facts.kind == "outreach_round" else []
    given = {"fixed_time": facts.has_time, "fixed_person": facts.persons > 0, "fixed_place": facts.has_place}
    breaches = [view.reason(_BREACHES[one], FIXED) for one in asked if not given.get(one, True)]
    stands = view.reason("SCHEDULE_FIXED", FIXED) if asked else view.reason("SCHEDULE_FREE")
    return {
        "allowed": not breaches,
        "breaches": [breach.code for breach in breaches],
        "reasons": breaches or [stands],
    }


def booking(facts: BookingFacts, view: RulebookView) -> Outcome:
    """Whether a resident may be booked into a session, or wait for a place in it."""
    breaches = _booking_breaches(facts, view)
    warnings = [
        *([view.reason("W_NOT_SIGNED")] if facts.kind == "contract_clinic" and not facts.is_signed else []),
        *([view.reason("W_SAME_TIME")] if facts.clashes else []),
    ]
    waits = facts.waits and facts.taken >= facts.capacity
    code = "BOOKING_WAITS" if waits else "BOOKING_ALLOWED"
    stands = view.reason(code, taken=facts.taken, capacity=facts.capacity)
    return {
        "allowed": not breaches,
        "breaches": [breach.code for breach in breaches],
        "warnings": [warning.code for warning in warnings],
        "reasons": [*(breaches or [stands]), *warnings],
    }


def _booking_breaches(facts: BookingFacts, view: RulebookView) -> list[Reason]:
    is_full = facts.taken >= facts.capacity and not facts.waits
    found = {
        "B_SESSION_CANCELLED": facts.state in ("cancelled", "not_held"),
        "B_SESSION_PAST": facts.held_on < view.on,
        "B_NOT_LIVING_HERE": not facts.lives_here,
        "B_SESSION_FULL": is_full,
    }
    broken = [code for code, holds in found.items() if holds]
    return [view.reason(code, held_on=facts.held_on, capacity=facts.capacity) for code in broken]


def slot(facts: SlotFacts, view: RulebookView) -> Outcome:
    """Whether a place of a shared resource may be booked: everything that stands against it at once."""
    found = {
        "B_SLOT_CLOSED": facts.is_closed,
        "B_SLOT_PAST": facts.held_on < view.on,
        "B_NOT_LIVING_HERE": not facts.lives_here,
        "B_SLOT_GRASSROOTS": facts.bookable_by == "grassroots" and not facts.is_grassroots,
        "B_SLOT_FULL": facts.free <= 0,
        "B_SLOT_CLASH": facts.clashes,
    }
    breaches = [view.reason(code, RELEASE_DAYS, held_on=facts.held_on) for code, holds in found.items() if holds]
    return {
        "allowed": not breaches,
        "breaches": [breach.code for breach in breaches],
        "reasons": breaches or [view.reason("SLOT_ALLOWED", free=facts.free)],
    }


register("scheduling.release", ReleaseFacts, release)
register("scheduling.slot", SlotFacts, slot)
register("scheduling.schedule", ScheduleFacts, schedule)
register("scheduling.booking", BookingFacts, booking)
