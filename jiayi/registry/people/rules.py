"""Which groups a resident belongs to by the calendar. Pure: days and values in, answers out."""

from collections.abc import Mapping
from datetime import date, timedelta

from jiayi.foundation.core.dates import completed_months, completed_years

AgeLimit = Mapping[str, int | None]


def is_old_enough(birth_date: date, on: date, limit: AgeLimit) -> bool:
    """Whether the age has reached the limit, which counts completed years or completed months."""
    return _age(birth_date, on, limit) >= _bound(limit)


def is_young_enough(birth_date: date, on: date, limit: AgeLimit) -> bool:
    """Whether the age has not passed the limit, which counts completed years or completed months."""
    return _age(birth_date, on, limit) <= _bound(limit)


def is_within_days_after(event: date | None, on: date, days: int) -> bool:
    """Whether the day falls on the event or at most so many days after it."""
    return event is not None and event <= on <= event + timedelta(days=days)


def age_words(birth_date: date, on: date) -> tuple[str, str]:
    """The age in Chinese and English: months below three years, completed years from then on."""
    months = completed_months(birth_date, on)
    if months < 37:
        return f"{months}月龄", f"{months} months old"
    years = months // 12
    return f"{years}周岁", f"{years} years old"


def _age(birth_date: date, on: date, limit: AgeLimit) -> int:
    if limit.get("months") is not None:
        return completed_months(birth_date, on)
    return completed_years(birth_date, on)


def _bound(limit: AgeLimit) -> int:
    months, years = limit.get("months"), limit.get("years")
    bound = months if months is not None else years
    if bound is None:
        raise ValueError("an age limit names years or months")
    return bound
