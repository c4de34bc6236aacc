"""What an agreement year asks for by a day, and what of it is missing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from jiayi.foundation.core.dates import (
    ONE_DAY,
    Period,
    completed_months,
    last_anniversary,
    next_anniversary,
)


@dataclass(frozen=True, slots=True)
class Due:
    """An item of which so many are due and so many done."""

    item: str
    due: int
    done: int


def agreement_year(signed_on: date, ends_on: date, on: date) -> Period:
    """From signing or its last anniversary to the day before the next, or to the end of the agreement.

    Past the end it is the last year that the agreement had.
    """
    day = max(min(on, ends_on), signed_on)
    last_day = min(next_anniversary(signed_on, day) - ONE_DAY, max(ends_on, signed_on))
    return Period(last_anniversary(signed_on, day), last_day)


def quantity_due(entry: Mapping[str, Any], *, on: date, signed_on: date, year: Period, days: Mapping[str, int]) -> int:
    """How many of an item are due by the day: pro rata by completed months, or one from or to a day on."""
    quantity = int(entry["per_year"])
    if entry["due"] == "pro_rata":
        return quantity * max(completed_months(year.starts_on, on), 0) // 12
    if entry["due"] == "after_signing":
        return quantity if on >= signed_on + timedelta(days=days["after_signing"]) else 0
    assert year.ends_on is not None
    return quantity if on > year.ends_on - timedelta(days=days["before_year_end"]) else 0


def missing_items(
    entries: Sequence[Mapping[str, Any]],
    *,
    groups: Collection[str],
    fulfilled: Mapping[str, int],
    any_item: str | None,
    dues: Mapping[str, int],
) -> list[Due]:
    """The items of everyone and of the resident's groups of which less is done than due."""
    found = []
    for entry in entries:
        item = entry["item"]
        if entry.get("groups") and set(entry["groups"]).isdisjoint(groups):
            continue
        done = sum(fulfilled.values()) if item == any_item else fulfilled.get(item, 0)
        if done < dues[item]:
            found.append(Due(item, dues[item], done))
    return found
