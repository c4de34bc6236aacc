"""Properties of care.child.next_visit and care.maternal.next_visit that no single worked case shows."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.service.care.decisions.deciding import error_of, taken

CHILD = [
    "newborn",
    "month_1",
    "month_3",
    "month_6",
    "month_8",
    "month_12",
    "month_18",
    "month_24",
    "month_30",
    "month_36",
    "year_4",
    "year_5",
    "year_6",
]
MATERNAL = ["early", "mid_1", "mid_2", "late_1", "late_2", "postpartum_home", "postpartum_42"]
days = st.dates(date(2016, 1, 1), date(2040, 12, 31))


def child_on(born, days_old, done):
    return taken("child.next_visit", {"birth_date": born, "done": done}, on=born + timedelta(days=days_old))


def mother_on(last_period, days_after, delivered_after, done):
    facts = {"last_period_on": last_period, "done": done}
    if delivered_after is not None:
        facts["delivered_on"] = last_period + timedelta(days=delivered_after)
    return taken("maternal.next_visit", facts, on=last_period + timedelta(days=days_after))


def holds_together(outcome, on, done):
    if outcome["code"] is None:
        assert {outcome[key] for key in ("due_on", "from_on", "to_on", "state")} == {None}
        return
    assert outcome["from_on"] <= outcome["due_on"] <= outcome["to_on"]
    assert on <= outcome["to_on"]
    assert outcome["state"] == ("upcoming" if on < outcome["from_on"] else "due")
    assert outcome["code"] not in done and outcome["code"] not in outcome["missed"]


@given(days, st.integers(0, 2600), st.lists(st.sampled_from(CHILD), unique=True))
def test_a_childs_next_visit_is_open_not_done_and_its_window_holds_the_due_day(born, days_old, done):
    outcome = child_on(born, days_old, done)
    holds_together(outcome, born + timedelta(days=days_old), done)
    assert set(outcome["missed"]).isdisjoint(done)


@given(days, st.integers(0, 2600), st.integers(1, 200))
def test_the_older_a_child_the_later_the_next_visit_and_what_is_missed_stays_missed(born, days_old, later):
    order = [*CHILD, None]
    before, after = child_on(born, days_old, []), child_on(born, days_old + later, [])
    assert order.index(before["code"]) <= order.index(after["code"])
    assert set(before["missed"]) <= set(after["missed"])


@given(days, st.integers(0, 2600))
def test_who_does_every_visit_in_its_window_never_misses_one(born, days_old):
    done = []
    for age in range(0, days_old, 7):
        visit = child_on(born, age, done)
        assert visit["missed"] == []
        if visit["state"] == "due":
            done.append(visit["code"])


@given(
    days,
    st.integers(0, 400),
    st.none() | st.integers(150, 300),
    st.lists(st.sampled_from(MATERNAL), unique=True),
)
def test_a_mothers_next_visit_fits_whether_she_has_delivered(last_period, days_after, delivered_after, done):
    outcome = mother_on(last_period, days_after, delivered_after, done)
    holds_together(outcome, last_period + timedelta(days=days_after), done)
    delivered = delivered_after is not None and delivered_after <= days_after
    if outcome["code"] is not None:
        assert outcome["code"].startswith("postpartum") is delivered


@pytest.mark.parametrize(
    ("name", "facts", "code"),
    [
        ("child.next_visit", {}, "E_FACT_MISSING"),
        ("child.next_visit", {"birth_date": None}, "E_FACT_NULL"),
        ("child.next_visit", {"birth_date": "2026-02-29"}, "E_FACT_DATE"),
        ("child.next_visit", {"birth_date": "2026-01-01", "done": ["month_2"]}, "E_FACT_CODE"),
        ("child.next_visit", {"birth_date": "2026-01-01", "done": None}, "E_FACT_NULL"),
        ("child.next_visit", {"birth_date": "2026-01-01", "done": "month_1"}, "E_FACT_TYPE"),
        ("child.next_visit", {"birth_date": "2026-01-01", "sex": "male"}, "E_FACT_UNKNOWN"),
        ("maternal.next_visit", {}, "E_FACT_MISSING"),
        ("maternal.next_visit", {"last_period_on": None}, "E_FACT_NULL"),
        ("maternal.next_visit", {"last_period_on": "2026-01-01", "done": ["newborn"]}, "E_FACT_CODE"),
    ],
)
def test_facts_that_do_not_fit_are_refused(name, facts, code):
    assert error_of(name, facts) == code
