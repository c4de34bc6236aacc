from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiayi.foundation.core.dates import add_months, add_years
from jiayi.foundation.rulebook import decide
from jiayi.registry.people.rules import age_words, is_old_enough, is_within_days_after, is_young_enough

births = st.dates(date(1920, 1, 1), date(2026, 1, 1))
limits = st.builds(lambda unit, n: {unit: n}, st.sampled_from(["years", "months"]), st.integers(0, 1000))


def reached_on(birth, limit):
    return add_years(birth, limit["years"]) if "years" in limit else add_months(birth, limit["months"])


@given(births, limits)
def test_an_age_is_reached_on_its_day_and_not_the_day_before(birth, limit):
    day = reached_on(birth, limit)
    assert is_old_enough(birth, day, limit)
    assert not is_old_enough(birth, day - timedelta(days=1), limit)


@given(births, limits)
def test_an_age_is_passed_only_when_the_next_is_completed(birth, limit):
    (unit, count), *_ = limit.items()
    day = reached_on(birth, {unit: count + 1})
    assert is_young_enough(birth, day - timedelta(days=1), limit)
    assert not is_young_enough(birth, day, limit)


def test_a_limit_without_years_or_months_is_no_limit():
    with pytest.raises(ValueError, match="years or months"):
        is_old_enough(date(1950, 1, 1), date(2026, 1, 1), {"years": None, "months": None})


def test_days_after_an_event_count_both_ends():
    event = date(2026, 3, 1)
    assert is_within_days_after(event, event, 42)
    assert is_within_days_after(event, date(2026, 4, 12), 42)
    assert not is_within_days_after(event, date(2026, 4, 13), 42)
    assert not is_within_days_after(event, date(2026, 2, 28), 42)
    assert not is_within_days_after(None, event, 42)


def test_small_children_are_counted_in_months():
    assert age_words(date(2023, 3, 1), date(2026, 3, 31)) == ("36月龄", "36 months old")
    assert age_words(date(2023, 3, 1), date(2026, 4, 1)) == ("3周岁", "3 years old")


@given(births, st.lists(st.sampled_from(["hypertension", "elderly", "local"])))
def test_what_was_recorded_is_always_kept(birth, recorded):
    outcome = decide(
        "people.groups.derive", on="2026-03-01", schemes=["national"], facts={"birth_date": birth, "recorded": recorded}
    )
    assert set(recorded) <= set(outcome["groups"])
    assert len(set(outcome["groups"])) == len(outcome["groups"])


def test_the_reason_says_the_age_and_the_document():
    outcome = decide("people.groups.derive", on="2026-03-01", schemes=["national", "urban-team"],
                     facts={"birth_date": "1971-03-01"})  # fmt: skip
    elderly, key = outcome["reasons"][:2]
    assert (elderly["code"], elderly["text_zh"]) == ("GROUP_ELDERLY", "55周岁，按老年人管理。")
    assert elderly["source"]["clause"] == "S2.1-03"
    assert key["text_en"] == "Among the key populations: Elderly."
