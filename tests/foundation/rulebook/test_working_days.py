from datetime import date

import pytest

from jiayi.foundation.rulebook.working_days import day_kind, working_days_after


@pytest.mark.parametrize(
    ("day", "is_working", "festival"),
    [
        (date(2025, 10, 1), False, "national_day_and_mid_autumn"),
        (date(2025, 10, 9), True, None),
        (date(2025, 10, 11), True, None),
        (date(2025, 10, 12), False, None),
        (date(2024, 2, 4), True, None),
        (date(2024, 2, 9), True, None),
        (date(2024, 2, 10), False, "spring_festival"),
    ],
)
def test_holidays_and_weekend_days_worked_for_them(day, is_working, festival):
    kind = day_kind(day)
    assert (kind.is_working, kind.festival, kind.warnings) == (is_working, festival, ())


def test_a_year_that_is_not_known_counts_weekends_and_says_so():
    kind = day_kind(date(2031, 10, 1))
    assert kind.is_working
    assert [warning.code for warning in kind.warnings] == ["W_HOLIDAYS_UNKNOWN"]
    assert "2031" in kind.warnings[0].text_zh
    assert not day_kind(date(2031, 10, 4)).is_working


def test_working_days_pass_over_the_festival():
    assert working_days_after(date(2025, 9, 30), 1) == (date(2025, 10, 9), ())
    assert working_days_after(date(2025, 9, 30), 0) == (date(2025, 9, 30), ())


def test_a_year_that_is_not_known_is_warned_of_once():
    day, warnings = working_days_after(date(2031, 3, 3), 10)
    assert day == date(2031, 3, 17)
    assert len(warnings) == 1
