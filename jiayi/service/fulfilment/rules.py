"""Which items a record fulfils, what of it counts, and by when what is promised is due."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from jiayi.foundation.core.dates import Period

STAFF_ENTRY = "c"


@dataclass(frozen=True, slots=True)
class Service:
    """A service as it counts: the day, its grade of evidence with what the resident said, the items it fulfils."""

    on: date
    evidence: str
    items: tuple[str, ...]


class Fulfilling(Protocol):
    """A line of `fulfilled_by` (rulebook/items.yaml)."""

    form: str
    modes: Collection[str]
    fields: Collection[str]


def items_fulfilled(
    known: Mapping[str, Iterable[Fulfilling]], *, form: str, mode: str, fields: Collection[str]
) -> list[str]:
    """The items that a record of this form fulfils: done in one of the ways, with all the fields filled in."""
    filled = set(fields)
    return sorted(
        item
        for item, lines in known.items()
        if any(
            line.form == form and (not line.modes or mode in line.modes) and filled.issuperset(line.fields)
            for line in lines
        )
    )


def counted_services(services: Sequence[Service], share: float) -> list[Service]:
    """Those that count for an effective agreement: all that are verified, and of those proved by staff entry alone
    only so many, the earliest first, that they are at most this share of all counted (domain.md 4.5)."""
    verified = [one for one in services if one.evidence != STAFF_ENTRY]
    entered = sorted((one for one in services if one.evidence == STAFF_ENTRY), key=lambda one: one.on)
    most = len(entered) if share >= 1 else int(len(verified) * share / (1 - share) + 1e-9)
    return [*verified, *entered[:most]]


def owed_by(quantity: int, interval_days: int | None, period: Period, on: date) -> int:
    """How many of a year's services should be done by the end of the day before: one an interval, where the item has
    one; else all of them at the end of the year. What a year promises is never asked for earlier than it says."""
    assert period.ends_on is not None
    if on > period.ends_on:
        return quantity
    if interval_days is None:
        return 0
    return min(quantity, max((on - period.starts_on).days - 1, 0) // interval_days)


def next_due_on(done: int, quantity: int, interval_days: int | None, period: Period) -> date | None:
    """By when the next of a year's services is to be done; None once all are."""
    assert period.ends_on is not None
    if done >= quantity:
        return None
    if interval_days is None:
        return period.ends_on
    return min(period.starts_on + timedelta(days=interval_days * (done + 1)), period.ends_on)
