"""What is missing against a minimum, and the months between trainings. Pure."""

from collections.abc import Mapping
from datetime import date


def lacking(done: Mapping[str, int], asked: Mapping[str, int | None]) -> dict[str, int]:
    """How many of each are missing; what nothing asks for is never missing."""
    missing = {name: least - done.get(name, 0) for name, least in asked.items() if least is not None}
    return {name: count for name, count in missing.items() if count > 0}


def months_between(earlier: date, later: date) -> int:
    """Months from one to the other by the calendar: training in March is one month ago all April long."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def share_due(least: int, month: int) -> int:
    """How much of a year's minimum should be reached by the end of a month (1 to 12): what is due rounds down."""
    return least * month // 12


def standing(begins: date, ends: date, done_on: date | None, day: date) -> str:
    """Where a work stands on a day that is to be done between two days, both inclusive: one of STANDINGS."""
    if done_on is not None:
        return "done"
    if day > ends:
        return "late"
    return "due" if day >= begins else "coming"


STANDINGS = ("done", "late", "due", "coming")


def is_apart(given: int, own: int, bound: float) -> bool:
    """Whether two counts of the same differ by more than a share of the larger one."""
    return abs(given - own) > bound * max(given, own)
