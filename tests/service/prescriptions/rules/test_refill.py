"""How far a supply reaches: whatever was dispensed in whatever order, days are neither lost nor counted twice."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from jiayi.service.prescriptions.rules.refill import Dispensed, cover, covered_days, refill_state, runs_out_on

START = dt.date(2026, 3, 1)
DAY = dt.timedelta(days=1)
handed = st.lists(st.builds(Dispensed, st.integers(-10, 120).map(lambda n: START + n * DAY), st.integers(0, 84)))


@given(handed)
def test_every_dispensed_day_is_covered_once(dispensed) -> None:
    covers = cover(START, dispensed)
    assert sum((last - first).days + 1 for first, last in covers) == sum(one.days for one in dispensed)
    assert all(before[1] < after[0] for before, after in zip(covers, covers[1:], strict=False))


@given(handed)
def test_nothing_runs_out_before_its_last_part_was_given(dispensed) -> None:
    end = runs_out_on(START, cover(START, dispensed))
    assert end >= START - DAY
    assert all(end >= one.on for one in dispensed if one.days and one.on >= START)


@given(handed, st.integers(0, 200), st.integers(0, 200))
def test_a_share_of_days_covered_is_never_more_than_all(dispensed, first, length) -> None:
    begin = START + first * DAY
    assert 0 <= covered_days(cover(START, dispensed), begin, begin + length * DAY) <= length + 1


@given(st.integers(-30, 200), st.integers(0, 84))
def test_nothing_is_open_that_is_finished(on, remaining) -> None:
    state = refill_state(START + on * DAY, remaining=remaining, opens_on=START, late_after=START + 7 * DAY)
    assert (state == "finished") == (remaining == 0)
