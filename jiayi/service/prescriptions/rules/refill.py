"""How far what was dispensed reaches, and when the next may be given out."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from jiayi.foundation.core.dates import ONE_DAY

State = Literal["finished", "too_early", "open", "late"]


@dataclass(frozen=True, slots=True)
class Dispensed:
    """So many days of the order, given out on a day."""

    on: dt.date
    days: int


def cover(started_on: dt.date, dispensed: Iterable[Dispensed]) -> list[tuple[dt.date, dt.date]]:
    """The days that each dispensing covers, both included: from its own day or after the cover so far."""
    last, covers = started_on - ONE_DAY, []
    for one in sorted(dispensed, key=lambda each: each.on):
        first = max(one.on, last + ONE_DAY)
        last = max(last, first + dt.timedelta(days=one.days) - ONE_DAY)
        if one.days > 0:
            covers.append((first, last))
    return covers


def runs_out_on(started_on: dt.date, covers: list[tuple[dt.date, dt.date]]) -> dt.date:
    """The last covered day; the day before the start when nothing was dispensed."""
    return covers[-1][1] if covers else started_on - ONE_DAY


def refill_state(on: dt.date, *, remaining: int, opens_on: dt.date, late_after: dt.date | None) -> State:
    """Where the next dispensing stands on a day."""
    if remaining == 0:
        return "finished"
    if on < opens_on:
        return "too_early"
    return "late" if late_after is not None and on > late_after else "open"


def covered_days(covers: Iterable[tuple[dt.date, dt.date]], first: dt.date, last: dt.date) -> int:
    """How many days of a period, both ends included, were covered by what was dispensed."""
    days = sum(max((min(end, last) - max(start, first)).days + 1, 0) for start, end in covers)
    return min(days, max((last - first).days + 1, 0))
