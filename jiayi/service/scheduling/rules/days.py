"""The days of a recurrence. Every second week counts from the week in which the schedule begins."""

from collections.abc import Iterator
from datetime import date, timedelta

from jiayi.foundation.core.dates import ONE_DAY, monday_of, month_end
from jiayi.service.scheduling.terms import Pattern, Recurrence

LAST_WEEK = -1


def days_of(rule: Recurrence, since: date, until: date) -> list[date]:
    """The days of the rule from since to until, both included, in order."""
    first = max(since, rule.starts_on)
    last = until if rule.ends_on is None else min(until, rule.ends_on)
    return [day for day in _days(first, last) if _falls(rule, day)]


def is_regular(rule: Recurrence) -> bool:
    """Whether the rule names what its pattern needs, and nothing that no calendar has."""
    weekdays = bool(rule.weekdays) and set(rule.weekdays) <= set(range(1, 8))
    weeks = bool(rule.weeks) and set(rule.weeks) <= {1, 2, 3, 4, 5, LAST_WEEK}
    month_days = bool(rule.month_days) and set(rule.month_days) <= set(range(1, 32))
    needed = {
        Pattern.ONCE: True,
        Pattern.WEEKLY: weekdays,
        Pattern.FORTNIGHTLY: weekdays,
        Pattern.MONTHLY_WEEKDAY: weekdays and weeks,
        Pattern.MONTHLY_DAY: month_days,
    }
    return next((fits for pattern, fits in needed.items() if pattern == rule.pattern), False)


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def _falls(rule: Recurrence, day: date) -> bool:
    if rule.pattern == Pattern.ONCE:
        return day == rule.starts_on
    if rule.pattern == Pattern.MONTHLY_DAY:
        return day.day in rule.month_days
    if day.isoweekday() not in rule.weekdays:
        return False
    if rule.pattern == Pattern.FORTNIGHTLY:
        return (monday_of(day) - monday_of(rule.starts_on)).days % 14 == 0
    return rule.pattern == Pattern.WEEKLY or _week_of_month(day) in rule.weeks or _is_last(rule, day)


def _week_of_month(day: date) -> int:
    """Which of its weekdays in the month it is, from 1."""
    return (day.day - 1) // 7 + 1


def _is_last(rule: Recurrence, day: date) -> bool:
    return LAST_WEEK in rule.weeks and day + 7 * ONE_DAY > month_end(day.year, day.month)
