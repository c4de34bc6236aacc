"""When an agreement starts and ends. Dates are inclusive: the end is the last day in force."""

from datetime import date, timedelta

from jiayi.foundation.core.dates import ONE_DAY, add_years, month_end


def starts_on(kind: str, signed_on: date, previous_ends_on: date | None) -> date:
    """When signed; a renewal the day after the agreement before it, if that is later."""
    if kind != "renewal" or previous_ends_on is None:
        return signed_on
    return max(previous_ends_on + ONE_DAY, signed_on)


def ends_before_anniversary(start: date, years: int) -> date:
    """The day before the anniversary of the start."""
    return add_years(start, years) - ONE_DAY


def ends_with_year(kind: str, signed_on: date, start: date, years_after: int) -> date:
    """31 December, counted from the year of signing for a first agreement, of the start for a renewal (S2.7-19)."""
    counted_from = start if kind == "renewal" else signed_on
    return month_end(counted_from.year + years_after, 12)


def ends_after_course(start: date, course_days: int) -> date:
    """After so many days, the first included."""
    return start + timedelta(days=course_days - 1)
