"""When the next service of a programme is due."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from jiayi.foundation.core.dates import add_months


@dataclass(frozen=True, slots=True)
class Due:
    """The day on which something is due and the days, both included, on which it counts as done in time."""

    due_on: date
    from_on: date
    to_on: date


def interval_key(programme: str, *, supervision: str, phase: str) -> str:
    """Which interval applies: of tuberculosis it depends on who watches the doses, and a family's on the phase."""
    if programme != "tuberculosis":
        return programme
    return "tuberculosis_staff" if supervision == "staff" else f"tuberculosis_family_{phase}"


def next_due(last_on: date, interval: Mapping[str, Any]) -> Due:
    """So many days or months after the last service, with the days before and after that count."""
    months, days = interval.get("months"), interval.get("days")
    due_on = add_months(last_on, months) if months is not None else last_on + timedelta(days=days or 0)
    before, after = timedelta(days=interval.get("before", 0)), timedelta(days=interval.get("after", 0))
    return Due(due_on, due_on - before, due_on + after)


def asked_sooner(last_on: date, within_days: int, interval: Mapping[str, Any]) -> Due:
    """What the last service asked for; the window is that of the usual interval, so only that interval has one."""
    asked: Mapping[str, Any] = {"days": within_days}
    return next_due(last_on, interval if interval.get("days") == within_days else asked)
