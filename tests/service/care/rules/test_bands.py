"""Bands: every value falls into one, and where a band begins belongs to it."""

from hypothesis import given
from hypothesis import strategies as st

from jiayi.service.care.rules.bands import band_of, points_of

LEVELS = {"low": 0, "moderate": 5, "high": 10}
starts = st.lists(st.integers(-50, 50), min_size=1, max_size=6, unique=True).map(sorted)


def test_the_beginning_of_a_band_belongs_to_it():
    assert [band_of(value, LEVELS) for value in (0, 4.99, 5, 9.99, 10, 99)] == [
        "low",
        "low",
        "moderate",
        "moderate",
        "high",
        "high",
    ]


def test_below_all_bands_and_without_bands_there_is_no_band():
    assert band_of(-1, LEVELS) is None
    assert band_of(3, None) is None


@given(starts, st.integers(-60, 60), st.integers(0, 60))
def test_a_higher_value_never_has_fewer_points_where_points_rise(begins, value, more):
    bands = [{"at_least": start, "points": points} for points, start in enumerate(begins)]
    assert points_of(value, bands) <= points_of(value + more, bands)
    assert points_of(begins[0] - 1, bands) == 0 and points_of(begins[-1], bands) == len(begins) - 1
