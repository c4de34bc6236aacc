from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiayi.foundation.rulebook.comparing import is_equal, plain


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        (["a", "b"], ["b", "a"]),
        (["a", "a"], ["a"]),
        ([], []),
        ({"a": 1}, {"a": 1, "b": 2}),
        ({"a": {"b": 1}}, {"a": {"b": 1, "c": 2}}),
        ([{"i": "x", "n": 1}, {"i": "y"}], [{"i": "y", "n": 2}, {"i": "x", "n": 1}]),
        ([{"i": "x"}, {"i": "x", "n": 1}], [{"i": "x", "n": 1}, {"i": "x", "n": 2}]),
        ("2026-03-01", date(2026, 3, 1)),
        ({"on": "2026-03-01"}, {"on": date(2026, 3, 1)}),
        (4.25, 4.256),
        (4.25, 4.244),
        (85, 85.004),
        (3, 3.0),
        (1.5, Decimal("1.5")),
        (None, None),
        (True, True),
        ([1, 2], [1, 2]),
    ],
)
def test_these_are_equal(expected, got):
    assert is_equal(expected, got)


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        (["a"], ["a", "b"]),
        ([], ["a"]),
        ({"a": 1}, {"b": 1}),
        ({"a": {"b": 1}}, {"a": None}),
        ([{"i": "x"}], [{"i": "x"}, {"i": "x"}]),
        ([{"i": "x"}, {"i": "x"}], [{"i": "x"}, {"i": "y"}]),
        ("2026-03-01", date(2026, 3, 2)),
        (4.25, 4.257),
        (4, 5),
        (1, True),
        (0, False),
        (True, 1),
        ("1", 1),
        (None, 0),
        (None, []),
        (0, None),
        ([1, 2], [2, 1]),
        ("a", ["a"]),
    ],
)
def test_these_differ(expected, got):
    assert not is_equal(expected, got)


@pytest.mark.parametrize("key", ["rate", "factor"])
def test_rates_and_factors_are_compared_to_four_decimals(key):
    assert is_equal({key: 0.65}, {key: 0.65004})
    assert not is_equal({key: 0.65}, {key: 0.6501})
    assert is_equal({"score": 0.65}, {"score": 0.6501})
    assert not is_equal({"nested": {key: 0.65}}, {"nested": {key: 0.655}})


plain_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.dates(),
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(st.text(max_size=3), parts, max_size=4),
)


@given(plain_values)
def test_every_value_equals_itself_and_its_plain_form(value):
    assert is_equal(value, value)
    assert is_equal(plain(value), value)


@given(st.lists(st.dictionaries(st.sampled_from("ab"), st.integers(0, 2), min_size=1), max_size=5), st.randoms())
def test_lists_of_maps_are_equal_in_any_order(maps, random):
    shuffled = random.sample(maps, len(maps))
    assert is_equal(maps, shuffled)
