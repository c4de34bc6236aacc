"""Absence of a child."""

from hypothesis import given
from hypothesis import strategies as st

from jiayi.community.communities.rules import actions_due


@given(st.integers(0, 40))
def test_more_days_never_ask_for_less(days):
    today = actions_due(days, contact_from=2, notify_from=5)
    assert set(today) <= set(actions_due(days + 1, contact_from=2, notify_from=5))


def test_both_actions_on_the_day_that_reaches_both():
    assert actions_due(5, contact_from=5, notify_from=5) == ["contact_family", "notify_head"]
