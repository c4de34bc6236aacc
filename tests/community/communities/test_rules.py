"""Absence, the morning check, recurring duties."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiayi.community.communities.rules import (
    absent_run,
    actions_due,
    closes_at,
    disposal_of,
    due_duties,
    duties_of,
    period_of,
)
from jiayi.community.communities.terms import Duty

TERMS = ("02-15", "09-01")
MONDAY = dt.date(2026, 3, 9)


@given(st.integers(0, 40))
def test_more_days_never_ask_for_less(days):
    today = actions_due(days, contact_from=2, notify_from=5)
    assert set(today) <= set(actions_due(days + 1, contact_from=2, notify_from=5))


def test_both_actions_on_the_day_that_reaches_both():
    assert actions_due(5, contact_from=5, notify_from=5) == ["contact_family", "notify_head"]


def test_an_absence_runs_back_to_the_last_day_the_child_came():
    days = [MONDAY - dt.timedelta(days=n) for n in range(4)]
    assert absent_run(list(zip(days, (True, True, False, True), strict=True))) == days[:2]
    assert absent_run([(MONDAY, False)]) == absent_run([]) == []


def test_the_gravest_finding_counts():
    usual = {"fever_from": 37.3, "clinic_findings": ["rash"]}
    assert disposal_of(37.3, ["rash"], **usual) == "sent_home"
    assert disposal_of(37.2, ["rash", "cough"], **usual) == "clinic"
    assert disposal_of(None, ["cough"], **usual) == "watched"
    assert disposal_of(36.5, [], **usual) == "admitted"


def test_the_window_closes_at_its_second_time():
    assert closes_at("07:30-09:00") == dt.time(9)


@pytest.mark.parametrize(
    ("every", "on", "period"),
    [
        ("daily", MONDAY, (MONDAY, MONDAY)),
        ("monday", MONDAY, (MONDAY, MONDAY)),
        ("tuesday", MONDAY, None),
        ("weekly", dt.date(2026, 3, 15), (MONDAY, dt.date(2026, 3, 15))),
        ("half_monthly", dt.date(2026, 3, 15), (dt.date(2026, 3, 1), dt.date(2026, 3, 15))),
        ("half_monthly", dt.date(2026, 2, 16), (dt.date(2026, 2, 16), dt.date(2026, 2, 28))),
        ("monthly", dt.date(2026, 12, 31), (dt.date(2026, 12, 1), dt.date(2026, 12, 31))),
        ("quarterly", MONDAY, (dt.date(2026, 1, 1), dt.date(2026, 3, 31))),
        ("yearly", MONDAY, (dt.date(2026, 1, 1), dt.date(2026, 12, 31))),
        ("each_term", MONDAY, (dt.date(2026, 2, 15), dt.date(2026, 8, 31))),
        ("term_start", dt.date(2026, 1, 10), (dt.date(2025, 9, 1), dt.date(2026, 2, 14))),
    ],
)
def test_each_duty_has_its_period(every, on, period):
    assert period_of(every, on, terms=TERMS) == period


@given(
    st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)),
    st.sampled_from(["weekly", "half_monthly", "quarterly", "each_term"]),
)
def test_a_period_holds_its_day_and_the_next_one_follows(on, every):
    since, until = period_of(every, on, terms=TERMS)
    assert since <= on <= until
    assert period_of(every, until + dt.timedelta(days=1), terms=TERMS)[0] == until + dt.timedelta(days=1)


def test_what_the_scheme_does_not_set_is_no_duty():
    assert duties_of({}) == []
    found = duties_of({"kindergarten.outdoor_hours": 2, "kindergarten.disinfection_days": {"uv_lamp": ["monday"]}})
    assert [(duty.code, duty.every, duty.minutes) for duty in found] == [
        ("uv_lamp", "monday", None),
        ("outdoor_time", "daily", 120),
    ]


def test_a_duty_done_in_its_period_is_done():
    ventilation, ground = Duty("ventilation", "x", "daily"), Duty("ground", "x", "monthly")
    done = [("ventilation", MONDAY - dt.timedelta(days=1), "甲"), ("ground", dt.date(2026, 3, 2), "乙")]
    found = {one.duty.code: one for one in due_duties([ventilation, ground], done, MONDAY, terms=TERMS)}
    assert found["ventilation"].done_on is None
    assert (found["ground"].done_on, found["ground"].by) == (dt.date(2026, 3, 2), "乙")
