"""Schedules: what they make, what a change of them keeps, and what the scheme wants fixed."""

import datetime as dt
from dataclasses import replace

import pytest

from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.registry.organization.models import Team
from jiayi.service.scheduling import services
from jiayi.service.scheduling.models import Session
from jiayi.service.scheduling.selectors import sessions_to_decide
from jiayi.service.scheduling.terms import OnHoliday, Pattern, SessionKind
from tests.registry.organization.factories import make_practitioner
from tests.service.agreements.factories import make_signer

from .factories import MONDAY, PLANNERS, VILLAGE, book, make_place

pytestmark = pytest.mark.django_db
WEEK = dt.timedelta(days=7)


@pytest.fixture
def place():
    return make_place("county-2018")


def held(schedule) -> list[dt.date]:
    return list(schedule.sessions.order_by("held_on").values_list("held_on", flat=True))


def test_a_schedule_makes_eight_weeks_of_sessions_with_its_people(place):
    schedule = place.schedule()
    assert held(schedule) == [MONDAY + WEEK * week for week in range(9) if week != 5]  # 6 April is a holiday
    assert {one.on_duty.get().id for one in schedule.sessions.all()} == {place.team.leader_id}


def test_a_second_run_of_the_day_makes_nothing_and_a_late_one_makes_what_was_missed(place):
    schedule = place.schedule(ends_on=MONDAY + WEEK * 20)
    assert services.make_sessions(by=SystemViewer(), on=MONDAY) == 0
    made = services.make_sessions(by=SystemViewer(), on=MONDAY + WEEK * 10)
    assert made == 9 and services.make_sessions(by=SystemViewer(), on=MONDAY + WEEK * 10) == 0
    assert held(schedule)[-1] == MONDAY + WEEK * 18
    services.make_sessions(by=SystemViewer(), on=MONDAY + WEEK * 30)
    assert held(schedule)[-1] == MONDAY + WEEK * 20


def test_holidays_are_left_out_or_kept_as_the_schedule_says(place):
    national_day = dt.date(2026, 10, 5)
    start = dt.date(2026, 9, 28)
    skips = place.schedule(start, starts_on=start)
    keeps = place.schedule(start, starts_on=start, on_holiday=OnHoliday.KEEP)
    assert national_day not in held(skips) and national_day in held(keeps)


def test_a_session_whose_day_becomes_a_holiday_goes_unless_somebody_is_booked(place, monkeypatch):
    schedule = place.schedule()
    first, second = schedule.sessions.order_by("held_on")[1:3]
    book(place, second)
    days = {first.held_on, second.held_on}
    monkeypatch.setattr("jiayi.service.scheduling.services.making.is_holiday", lambda day: day in days)
    services.make_sessions(by=SystemViewer(), on=MONDAY)
    assert first.held_on not in held(schedule) and second.held_on in held(schedule)


def test_a_round_fixes_time_people_and_place_where_the_scheme_says_so(place):
    asked = {"kind": SessionKind.OUTREACH_ROUND, "on_duty": (), "place": " "}
    with pytest.raises(LawBroken) as refused:
        place.schedule(**asked)
    assert {one["code"] for one in refused.value.breaches} == {"B_PERSON_NOT_FIXED", "B_PLACE_NOT_FIXED"}
    assert all(one["source"]["clause"] == "S0-26" for one in refused.value.breaches)
    assert place.schedule(kind=SessionKind.OUTREACH_ROUND).region_id == VILLAGE


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"weekdays": ()}, "E_SCHEDULE_DAYS"),
        ({"ends_on": MONDAY - WEEK}, "E_SCHEDULE_PERIOD"),
        ({"ends_at": dt.time(8)}, "E_SCHEDULE_TIMES"),
        ({"capacity": 0}, "E_CAPACITY"),
        ({"kind": SessionKind.OUTREACH_ROUND, "region_code": "420324102228"}, "E_SCHEDULE_REGION"),
        ({"ends_on": dt.date(2050, 1, 1)}, "E_SCHEDULE_TOO_LONG"),
    ],
)
def test_a_plan_that_does_not_fit_together_is_refused(place, wrong, code):
    with pytest.raises(BadShape) as refused:
        place.schedule(**wrong)
    assert refused.value.code == code


def test_only_members_of_the_team_are_on_duty(place):
    with pytest.raises(BadShape) as refused:
        place.schedule(on_duty=(make_practitioner().id,))
    assert refused.value.code == "E_SCHEDULE_STAFF"


def test_somebody_elsewhere_neither_plans_nor_changes(place):
    stranger = make_signer("420324999", permissions=PLANNERS)
    schedule = place.schedule()
    with pytest.raises(NotVisible):
        services.create_schedule(by=stranger, plan=place.plan(), on=MONDAY)
    with pytest.raises(NotVisible):
        services.stop_schedule(by=stranger, schedule_id=schedule.id, last_on=MONDAY, on=MONDAY)


def test_a_change_makes_coming_sessions_anew_and_leaves_booked_ones_for_a_decision(place):
    schedule = place.schedule()
    first, second, third = schedule.sessions.order_by("held_on")[:3]
    book(place, second)
    plan = place.plan(weekdays=(1, 3), place="卫生院二楼")
    services.change_schedule(by=place.by, schedule_id=schedule.id, plan=plan, from_on=MONDAY + WEEK, on=MONDAY)
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.place == second.place == "卫生院一楼"
    assert list(sessions_to_decide(place.by, schedule)) == [second]
    assert not Session.objects.filter(id=third.id).exists()
    assert schedule.sessions.get(held_on=third.held_on).place == "卫生院二楼"
    assert MONDAY + dt.timedelta(days=2) not in held(schedule)
    assert MONDAY + WEEK + dt.timedelta(days=2) in held(schedule)
    assert len(held(schedule)) == len(set(held(schedule)))


def test_what_waits_for_a_decision_is_kept_or_takes_the_plan(place):
    schedule = place.schedule()
    second, third, fourth = schedule.sessions.order_by("held_on")[1:4]
    for session in (second, third, fourth):
        book(place, session)
    plan = place.plan(begins_at=dt.time(9), capacity=1)
    services.change_schedule(by=place.by, schedule_id=schedule.id, plan=plan, from_on=MONDAY, on=MONDAY)
    services.keep_session(by=place.by, session_id=second.id)
    adopted = services.adopt_plan(by=place.by, session_id=third.id)
    assert (adopted.begins_at, adopted.capacity) == (dt.time(9), 1)
    assert [one.id for one in sessions_to_decide(place.by, schedule)] == [fourth.id]
    other_days = replace(plan, recurrence=replace(plan.recurrence, weekdays=(2,)))
    services.change_schedule(by=place.by, schedule_id=schedule.id, plan=other_days, from_on=MONDAY, on=MONDAY)
    with pytest.raises(BadShape) as refused:
        services.adopt_plan(by=place.by, session_id=fourth.id)
    assert refused.value.code == "E_PLAN_HAS_NOT_DAY"


def test_a_change_that_means_the_same_asks_for_no_decision(place):
    schedule = place.schedule()
    book(place, schedule.sessions.order_by("held_on")[1])
    services.change_schedule(by=place.by, schedule_id=schedule.id, plan=place.plan(), from_on=MONDAY, on=MONDAY)
    assert not sessions_to_decide(place.by, schedule)


def test_a_change_far_ahead_leaves_no_gap_before_it(place):
    schedule = place.schedule()
    far = MONDAY + WEEK * 12
    plan = place.plan(weekdays=(2,))
    services.change_schedule(by=place.by, schedule_id=schedule.id, plan=plan, from_on=far, on=MONDAY)
    assert MONDAY + WEEK * 11 in held(schedule) and far not in held(schedule)
    services.make_sessions(by=SystemViewer(), on=MONDAY + WEEK * 8)
    assert far + dt.timedelta(days=1) in held(schedule)


def test_a_stopped_schedule_keeps_the_past_and_what_is_booked(place):
    schedule = place.schedule()
    second = schedule.sessions.order_by("held_on")[1]
    book(place, second)
    services.stop_schedule(by=place.by, schedule_id=schedule.id, last_on=MONDAY, on=MONDAY)
    assert held(schedule) == [MONDAY, second.held_on]
    assert [one.id for one in sessions_to_decide(place.by, schedule)] == [second.id]
    assert services.make_sessions(by=SystemViewer(), on=MONDAY + WEEK * 9) == 0


def test_a_round_once_has_one_session(place):
    session = place.session(kind=SessionKind.HOME_ROUND, pattern=Pattern.ONCE, weekdays=())
    assert session.schedule.sessions.count() == 1 and session.schedule.ends_on == MONDAY


def test_a_dissolved_team_holds_nothing_more(place):
    schedule = place.schedule()
    second = schedule.sessions.order_by("held_on")[1]
    book(place, second)
    services.end_schedules_of_team(team_id=place.team.id, dissolved_on=MONDAY)
    assert held(schedule) == [MONDAY, second.held_on]
    assert Team.objects.get().schedules.get().ends_on == MONDAY


def test_many_schedules_take_as_many_queries_as_one(place, django_assert_max_num_queries):
    for number in range(30):
        place.schedule(title=f"门诊{number}")
    with django_assert_max_num_queries(20):
        assert services.make_sessions(by=SystemViewer(), on=MONDAY + WEEK * 2) == 30
