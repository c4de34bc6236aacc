from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiayi.foundation.core.dates import (
    Period,
    add_months,
    add_years,
    completed_months,
    completed_years,
    last_anniversary,
    month_end,
    next_anniversary,
    parse_iso_day,
    read_day,
)

days = st.dates(date(1900, 1, 1), date(2150, 12, 31))
months = st.integers(-1200, 1200)


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 3, 1)),
        (date(2024, 1, 31), 1, date(2024, 3, 1)),
        (date(2024, 1, 29), 1, date(2024, 2, 29)),
        (date(2026, 3, 31), 1, date(2026, 5, 1)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 3, 1)),
        (date(2026, 1, 1), -1, date(2025, 12, 1)),
    ],
)
def test_a_day_that_the_month_lacks_is_the_first_of_the_next(start, count, expected):
    assert add_months(start, count) == expected


def test_the_anniversary_of_29_february_in_a_common_year_is_1_march():
    assert add_years(date(2024, 2, 29), 1) == date(2025, 3, 1)
    assert add_years(date(2024, 2, 29), 4) == date(2028, 2, 29)


def test_months_beyond_the_calendar_overflow():
    with pytest.raises(OverflowError):
        add_months(date(2026, 1, 1), 12 * 9000)


@given(days, days)
def test_completed_months_are_the_most_that_can_be_added_without_passing_the_day(since, on):
    count = completed_months(since, on)
    assert add_months(since, count) <= on < add_months(since, count + 1)


@given(days, months)
def test_adding_more_months_never_comes_out_earlier(start, count):
    assert add_months(start, count) <= add_months(start, count + 1)


def test_years_are_completed_on_the_birthday_and_not_the_day_before():
    assert completed_years(date(1961, 3, 1), date(2026, 3, 1)) == 65
    assert completed_years(date(1961, 3, 1), date(2026, 2, 28)) == 64
    assert completed_years(date(2027, 1, 1), date(2026, 1, 1)) == -1


@given(days, days)
def test_a_day_lies_between_its_last_and_next_anniversary(start, on):
    if on >= start:
        assert last_anniversary(start, on) <= on < next_anniversary(start, on)
    else:
        assert last_anniversary(start, on) == start


def test_month_end_knows_leap_years_and_december():
    assert month_end(2024, 2) == date(2024, 2, 29)
    assert month_end(2026, 2) == date(2026, 2, 28)
    assert month_end(2026, 12) == date(2026, 12, 31)


def test_a_period_holds_both_its_ends():
    period = Period(date(2026, 1, 1), date(2026, 1, 31))
    assert date(2026, 1, 1) in period and date(2026, 1, 31) in period
    assert date(2026, 2, 1) not in period
    assert period.days == 31
    assert Period(date(2026, 1, 1)).days is None
    assert date(2999, 1, 1) in Period(date(2026, 1, 1))


def test_a_period_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="ends before"):
        Period(date(2026, 1, 2), date(2026, 1, 1))


@given(days, st.integers(0, 400), days, st.integers(0, 400))
def test_periods_overlap_where_they_share_a_day(one, length, other, other_length):
    first, second = Period(one, one + timedelta(length)), Period(other, other + timedelta(other_length))
    shared = max(first.starts_on, second.starts_on) <= min(first.ends_on, second.ends_on)
    assert first.overlaps(second) is second.overlaps(first) is shared


@pytest.mark.parametrize(
    "written",
    [
        "1990-04-26",
        "1990-4-26",
        "1990/4/26",
        "1990/04/26",
        "1990.4.26",
        "19900426",
        "1990年4月26日",
        "1990年04月26日",
        " 1990 年 4 月 26 日 ",
        "１９９０／４／２６",
        "1990-04-26 00:00:00",
        "1990-04-26T08:30:00",
        "32989",
        32989,
        32989.0,
        19900426,
        19900426.0,
        date(1990, 4, 26),
        datetime(1990, 4, 26, 8, 30),
    ],
)
def test_days_are_read_in_the_forms_that_rosters_hold(written):
    assert read_day(written) == date(1990, 4, 26)


@pytest.mark.parametrize(
    "written",
    ["", " ", "不详", "1990-02-30", "19901301", "1990", "1990-04", "1990/4-26", 1990, 0, -5, 1e9, True, None,
     float("nan"), float("inf"), "1990-+4-26", "１９９０年", [], "1990-04-26日号"],
)  # fmt: skip
def test_what_is_no_day_reads_as_none(written):
    assert read_day(written) is None


@given(days)
def test_every_day_is_read_back_from_its_iso_form(day):
    assert read_day(day.isoformat()) == day == parse_iso_day(day.isoformat())


@given(st.text())
def test_reading_any_text_never_fails(text):
    assert read_day(text) is None or isinstance(read_day(text), date)


@pytest.mark.parametrize(
    "text", ["20260301", "2026-3-1", "2026-02-30", "2026-W09-7", "2026-03-01T00", "２０２６-03-01"]
)
def test_a_fact_is_a_day_only_in_its_iso_form(text):
    with pytest.raises(ValueError):
        parse_iso_day(text)
