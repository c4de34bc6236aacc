"""A count is a finding from its threshold on, and looks the graver the further it lies beyond."""

from hypothesis import given
from hypothesis import strategies as st

from jiayi.insight.assurance.rules.judging import is_finding, score

MEASURES = st.sampled_from(["share", "count"])
SHARES = st.floats(0.05, 1)


@given(st.integers(0, 500), st.integers(0, 500), SHARES, st.integers(0, 50))
def test_a_share_is_a_finding_once_there_are_enough_cases(hits, others, threshold, least):
    total = hits + others
    expected = hits > 0 and total >= least and hits / max(total, 1) >= threshold
    assert is_finding("share", hits, total, threshold=threshold, least=least) == expected


@given(st.integers(0, 500), st.integers(1, 100))
def test_a_number_is_a_finding_from_the_threshold_on(hits, threshold):
    assert is_finding("count", hits, 500, threshold=threshold) == (hits >= threshold)


@given(MEASURES, st.integers(0, 300), st.integers(0, 300), st.data())
def test_the_score_lies_between_nothing_and_all_and_reaches_half_at_the_threshold(measure, hits, others, data):
    total = hits + others
    threshold = data.draw(SHARES if measure == "share" else st.integers(1, 100))
    found = score(measure, hits, total, threshold=threshold)
    assert 0 <= found <= 100
    if is_finding(measure, hits, total, threshold=threshold):
        assert found >= 50
    else:
        assert found <= 50


@given(MEASURES, st.integers(0, 200), st.integers(1, 50))
def test_more_hits_never_look_less_grave(measure, hits, threshold):
    line = threshold / 50 if measure == "share" else threshold
    assert score(measure, hits, 201, threshold=line) <= score(measure, hits + 1, 201, threshold=line)
