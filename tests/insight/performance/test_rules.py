"""Scores and money."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiayi.insight.performance.rules import divided, factor_at, weighted

TEAMS = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.fractions(0, 1000), min_size=1, max_size=12)


def test_points_are_weighted_exactly():
    assert weighted({"a": 0.1, "b": 0.2}, {"a": 30, "b": 0.1}) * 100 == 302


@pytest.mark.parametrize(("share", "factor"), [(0, 0), (0.5, 0.5), (0.79, 0.5), (1, 1)])
def test_the_last_step_that_is_reached_counts(share, factor):
    assert float(factor_at([(0, 0), (0.5, 0.5), (0.8, 1)], share)) == factor


@given(st.integers(0, 10**12), TEAMS)
def test_the_whole_pool_is_divided_and_nobody_is_a_fen_off(pool, parts):
    amounts = divided(pool, parts)
    whole = sum(parts.values())
    assert amounts.keys() == parts.keys()
    assert sum(amounts.values()) == (pool if whole else 0)
    assert all(abs(amount - pool * parts[team] / whole) < 1 for team, amount in amounts.items() if whole)


@given(st.integers(0, 10**9), TEAMS)
def test_more_units_never_bring_less(pool, parts):
    amounts = divided(pool, parts)
    ranked = sorted(parts, key=lambda team: (parts[team], team))
    for less, more in zip(ranked, ranked[1:], strict=False):
        assert parts[less] == parts[more] or amounts[less] <= amounts[more]


def test_ties_go_by_the_teams_key():
    assert divided(2, {"c": Fraction(1), "a": Fraction(1), "b": Fraction(1)}) == {"a": 1, "b": 1, "c": 0}
