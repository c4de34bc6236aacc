"""The authenticity rate counts halves, leaves out who proves nothing, and says how sure it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiayi.insight.assurance.rules.authenticity import authenticity, wilson

COUNTS = st.integers(0, 400)
USUAL = {"weight": 0.5, "confidence": 0.95}


def test_a_half_counts_half_and_nobody_judged_is_no_rate():
    assert authenticity(7, 2, 1, **USUAL).share == 0.8
    assert authenticity(0, 0, 0, **USUAL) is None


@pytest.mark.parametrize(("hits", "count", "low", "high"), [
    (10, 10, 0.7225, 1.0), (0, 10, 0.0, 0.2775), (8, 10, 0.4902, 0.9433),
    (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605),
])  # fmt: skip
def test_the_interval_is_that_of_published_examples(hits, count, low, high):
    """The last two: R. G. Newcombe, Statistics in Medicine 1998, 17:857-872, table I, method 3."""
    found = wilson(hits / count, count, confidence=0.95)
    assert found == pytest.approx((low, high), abs=0.0001)


@given(COUNTS, COUNTS, COUNTS)
def test_the_rate_lies_in_its_interval_and_that_within_nothing_and_all(match, partial, mismatch):
    rate = authenticity(match, partial, mismatch, **USUAL)
    if rate:
        assert 0 <= rate.low <= rate.share <= rate.high <= 1
        assert rate.judged == match + partial + mismatch


@given(st.floats(0, 1), st.integers(1, 1000))
def test_more_answers_and_less_certainty_make_the_interval_narrower(share, count):
    low, high = wilson(share, count, confidence=0.95)
    closer, wider = wilson(share, count * 4, confidence=0.95), wilson(share, count, confidence=0.99)
    assert closer[1] - closer[0] < high - low < wider[1] - wider[0]
