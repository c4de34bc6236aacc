"""Working days by the official arrangement of holidays; where a year is not known, by weekends and with a warning."""

from dataclasses import dataclass
from datetime import date, timedelta

from jiayi.foundation.rulebook.loading import Rulebook, rulebook
from jiayi.foundation.rulebook.reasons import Reason, reason

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class DayKind:
    """Whether a day is worked, the festival it belongs to, and a warning where the year is not known."""

    is_working: bool
    festival: str | None
    warnings: tuple[Reason, ...] = ()


def day_kind(day: date, *, book: Rulebook | None = None) -> DayKind:
    """What kind of day it is."""
    book = book or rulebook()
    year = book.holidays.get(day.year)
    is_weekday = day.weekday() < SATURDAY
    if year is None:
        return DayKind(is_weekday, None, (reason(book, "W_HOLIDAYS_UNKNOWN", year=day.year),))
    festival = next((name for name, days in year.days_off.items() if day in days), None)
    return DayKind(day in year.work_days or (is_weekday and festival is None), festival)


def working_days_after(day: date, count: int, *, book: Rulebook | None = None) -> tuple[date, tuple[Reason, ...]]:
    """The day that many working days later, and the warnings met on the way (one a year)."""
    warnings: dict[str, Reason] = {}
    while count > 0:
        day += timedelta(days=1)
        kind = day_kind(day, book=book)
        warnings |= {warning.text_zh: warning for warning in kind.warnings}
        count -= kind.is_working
    return day, tuple(warnings.values())
