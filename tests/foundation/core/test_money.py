from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiayi.foundation.core.money import largest_remainder, parse_yuan, share_of, yuan_text

shares = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 1000), min_size=1)


@given(st.integers(-(10**12), 10**12))
def test_fen_written_as_yuan_are_read_back(fen):
    assert parse_yuan(yuan_text(fen)) == fen


@pytest.mark.parametrize(("text", "fen"), [("1,234.5", 123450), ("￥12", 1200), ("12 元", 1200), ("-3.2", -320)])
def test_yuan_are_read_as_people_write_them(text, fen):
    assert parse_yuan(text) == fen


@pytest.mark.parametrize("text", ["", "十元", "1.234", "1e3", "--1"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(ValueError, match="yuan"):
        parse_yuan(text)


def test_halves_are_rounded_away_from_zero():
    assert share_of(5, Decimal("0.5")) == 3
    assert share_of(100, Decimal("0.60")) == 60


@given(st.integers(0, 10**9), shares)
def test_the_parts_add_up_to_the_total(total, given_shares):
    parts = largest_remainder(total, given_shares)
    assert parts.keys() == given_shares.keys()
    assert sum(parts.values()) == (total if any(given_shares.values()) else 0)


@given(st.integers(0, 10**9), shares)
def test_no_part_is_more_than_a_fen_from_its_exact_share(total, given_shares):
    whole = sum(given_shares.values())
    for key, part in largest_remainder(total, given_shares).items():
        assert not whole or abs(part - Fraction(total * given_shares[key], whole)) < 1


def test_a_tie_goes_to_the_first_key():
    assert largest_remainder(1, {"b": 1, "a": 1}) == {"b": 0, "a": 1}


def test_a_share_below_zero_is_refused():
    with pytest.raises(ValueError, match="below zero"):
        largest_remainder(1, {"a": -1})
