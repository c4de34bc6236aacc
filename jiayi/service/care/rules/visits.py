"""Visits of children and mothers: each has a due day and a window of days, both ends included."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from jiayi.foundation.core.dates import add_months


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit of the schedule with its days."""

    code: str
    due_on: date
    from_on: date
    to_on: date

    def state(self, on: date) -> Literal["upcoming", "due"]:
        return "upcoming" if on < self.from_on else "due"


def planned(schedule: Sequence[Mapping[str, Any]], since: Mapping[str, date]) -> list[Visit]:
    """The visits of a schedule in its order; `since` are the days that it counts from."""
    return [_visit(entry, since[entry["since"]]) for entry in schedule]


def _visit(entry: Mapping[str, Any], start: date) -> Visit:
    if entry.get("months") is not None:
        due_on = add_months(start, entry["months"])
        before, after = timedelta(days=entry.get("before", 0)), timedelta(days=entry.get("after", 0))
        return Visit(entry["code"], due_on, due_on - before, due_on + after)
    first, last = (start + timedelta(days=entry[day]) for day in ("from_day", "to_day"))
    due_day = entry.get("due_day")
    return Visit(entry["code"], last if due_day is None else start + timedelta(days=due_day), first, last)


def next_visit(visits: Sequence[Visit], *, done: Collection[str], on: date) -> Visit | None:
    """The earliest that is not done and whose window has not closed."""
    return next((visit for visit in visits if visit.code not in done and visit.to_on >= on), None)


def missed(visits: Sequence[Visit], *, done: Collection[str], by: date) -> list[str]:
    """Those whose window closed before the day without being done."""
    return [visit.code for visit in visits if visit.code not in done and visit.to_on < by]
