"""On which days schedules fall, and when a village lacks rounds."""

import calendar
import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from jiayi.service.scheduling.rules import days_of, is_regular, reach_of
from jiayi.service.scheduling.terms import Pattern, Recurrence

DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2027, 12, 31))
WEEKDAYS = st.sets(st.integers(1, 7), min_size=1).map(lambda found: tuple(sorted(found)))
START = dt.date(2026, 3, 4)  # a Wednesday


def days(rule: Recurrence, since: str, until: str) -> list[str]:
    return [day.isoformat() for day in days_of(rule, dt.date.fromisoformat(since), dt.date.fromisoformat(until))]


def test_every_week_on_its_weekdays_from_the_first_day_to_the_last():
    rule = Recurrence(Pattern.WEEKLY, START, dt.date(2026, 3, 16), weekdays=(1, 3))
    assert days(rule, "2026-03-01", "2026-04-01") == ["2026-03-04", "2026-03-09", "2026-03-11", "2026-03-16"]


def test_every_second_week_counts_from_the_week_in_which_it_begins():
    rule = Recurrence(Pattern.FORTNIGHTLY, START, weekdays=(1, 5))
    assert days(rule, "2026-03-01", "2026-04-01") == ["2026-03-06", "2026-03-16", "2026-03-20", "2026-03-30"]


def test_a_day_that_a_month_lacks_is_left_out():
    rule = Recurrence(Pattern.MONTHLY_DAY, dt.date(2026, 1, 1), month_days=(5, 31))
    assert days(rule, "2026-01-01", "2026-04-30") == [
        "2026-01-05", "2026-01-31", "2026-02-05", "2026-03-05", "2026-03-31", "2026-04-05",
    ]  # fmt: skip


def test_the_second_and_the_last_friday_of_a_month():
    rule = Recurrence(Pattern.MONTHLY_WEEKDAY, dt.date(2026, 1, 1), weekdays=(5,), weeks=(2, -1))
    assert days(rule, "2026-02-01", "2026-03-31") == ["2026-02-13", "2026-02-27", "2026-03-13", "2026-03-27"]


def test_once_is_its_day_alone():
    rule = Recurrence(Pattern.ONCE, START)
    assert days(rule, "2026-01-01", "2027-01-01") == ["2026-03-04"]
    assert days(rule, "2026-03-05", "2027-01-01") == []


def test_a_rule_names_what_its_pattern_needs():
    assert is_regular(Recurrence(Pattern.ONCE, START))
    assert not is_regular(Recurrence(Pattern.WEEKLY, START))
    assert not is_regular(Recurrence(Pattern.WEEKLY, START, weekdays=(8,)))
    assert not is_regular(Recurrence(Pattern.MONTHLY_WEEKDAY, START, weekdays=(1,)))
    assert not is_regular(Recurrence(Pattern.MONTHLY_DAY, START, month_days=(0,)))
    assert not is_regular(Recurrence("hourly", START))


@given(DAYS, DAYS, DAYS, WEEKDAYS)
def test_weekly_days_are_all_and_only_the_weekdays_of_the_period(starts_on, since, until, weekdays):
    found = days_of(Recurrence(Pattern.WEEKLY, starts_on, weekdays=weekdays), since, until)
    naive, day = [], max(since, starts_on)
    while day <= until:
        if day.isoweekday() in weekdays:
            naive.append(day)
        day += dt.timedelta(days=1)
    assert found == naive


@given(DAYS, WEEKDAYS, st.integers(1, 5), st.integers(1, 12))
def test_the_nth_weekday_is_what_a_calendar_shows(starts_on, weekdays, week, month):
    rule = Recurrence(Pattern.MONTHLY_WEEKDAY, dt.date(starts_on.year, 1, 1), weekdays=weekdays, weeks=(week,))
    last = calendar.monthrange(starts_on.year, month)[1]
    found = days_of(rule, dt.date(starts_on.year, month, 1), dt.date(starts_on.year, month, last))
    grid = calendar.monthcalendar(starts_on.year, month)
    shown = [[row[weekday - 1] for row in grid if row[weekday - 1]] for weekday in weekdays]
    assert [day.day for day in found] == sorted(column[week - 1] for column in shown if len(column) >= week)


@given(DAYS, DAYS, DAYS, WEEKDAYS)
def test_fortnights_are_half_of_the_weeks_whatever_part_is_asked_for(starts_on, since, until, weekdays):
    rule = Recurrence(Pattern.FORTNIGHTLY, starts_on, weekdays=weekdays)
    whole = days_of(rule, starts_on, max(until, starts_on))
    assert days_of(rule, since, until) == [day for day in whole if since <= day <= until]
    weeks = {day - dt.timedelta(days=day.weekday()) for day in whole}
    first = starts_on - dt.timedelta(days=starts_on.weekday())
    assert all((week - first).days % 14 == 0 for week in weeks)


@given(st.none() | DAYS, st.none() | DAYS, DAYS)
def test_a_village_is_reached_where_rounds_are_near_enough(last, coming, on):
    found = reach_of(last, coming, every_days=31, on=on)
    assert (found.state == "never") == (last is None and coming is None)
    if last and coming and (coming - last).days > 31:
        assert found.state == "due"
