"""Due days and windows of programmes and visits, without any rulebook."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jiayi.service.care.rules import programme, visits

QUARTERLY = {"days": 90, "before": 15, "after": 15}
SCHEDULE = [
    {"code": "first", "since": "birth", "from_day": 0, "to_day": 7},
    {"code": "second", "since": "birth", "from_day": 42, "due_day": 42, "to_day": 56},
    {"code": "third", "since": "birth", "months": 6, "before": 15, "after": 30},
]
days = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@given(days)
def test_only_the_usual_interval_brings_its_window(last_on):
    usual = programme.asked_sooner(last_on, 90, QUARTERLY)
    assert usual == programme.next_due(last_on, QUARTERLY)
    assert (usual.to_on - usual.from_on).days == 30
    sooner = programme.asked_sooner(last_on, 14, QUARTERLY)
    assert sooner.from_on == sooner.due_on == sooner.to_on == last_on + timedelta(days=14)


def test_only_tuberculosis_asks_who_watches_and_in_which_phase():
    key = programme.interval_key
    assert key("diabetes", supervision="family", phase="intensive") == "diabetes"
    assert key("tuberculosis", supervision="staff", phase="intensive") == "tuberculosis_staff"
    assert key("tuberculosis", supervision="family", phase="intensive") == "tuberculosis_family_intensive"
    assert key("tuberculosis", supervision="family", phase="continuation") == "tuberculosis_family_continuation"


@given(days, st.integers(0, 250), st.sets(st.sampled_from(["first", "second", "third"])))
def test_each_visit_is_done_missed_or_still_open(birth, age, done):
    on = birth + timedelta(days=age)
    planned = visits.planned(SCHEDULE, {"birth": birth})
    missed = set(visits.missed(planned, done=done, by=on))
    still_open = {visit.code for visit in planned if visit.to_on >= on} - done
    assert done | missed | still_open == {"first", "second", "third"}
    assert missed.isdisjoint(done) and missed.isdisjoint(still_open)
    found = visits.next_visit(planned, done=done, on=on)
    assert (found.code if found else None) == next((visit.code for visit in planned if visit.code in still_open), None)
