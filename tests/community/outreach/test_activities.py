"""Activities are planned, held, attended, archived or cancelled; what counts and what is missing is the scheme's."""

import datetime as dt
from uuid import uuid4

import pytest

from jiayi.community.outreach import permissions, selectors, services
from jiayi.community.outreach.models import Activity, Attendance
from jiayi.community.outreach.terms import ActivityKind, Reason
from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from tests.service.agreements.factories import make_signer

from .factories import DAY, PERMISSIONS, VILLAGE, at, make_place, make_resident

pytestmark = pytest.mark.django_db
LATER = DAY + dt.timedelta(days=1)


def attend(place, activity, resident, on=DAY):
    return services.enter_attendance(by=place.by, activity_id=activity.id, resident_id=resident.id, on=on, at=at(on))


def test_an_activity_goes_from_the_plan_to_the_archive():
    place = make_place()
    activity = place.activity()
    assert (activity.state, activity.institution_id) == ("planned", place.team.institution_id)
    held = place.hold(activity)
    assert (held.state, held.attended, held.counts) == ("held", 30, True)
    kept = services.archive_activity(by=place.by, activity_id=activity.id, on=LATER)
    assert (kept.state, kept.archived_on) == ("archived", LATER)
    again = services.archive_activity(by=place.by, activity_id=activity.id, on=LATER + dt.timedelta(days=3))
    assert again.archived_on == LATER
    with pytest.raises(BadShape, match="状态已经改变"):
        place.hold(activity)
    services.reopen_activity(by=place.by, activity_id=activity.id, why="人数有误")
    assert place.hold(activity, attended=28).attended == 28
    acts = Entry.objects.filter(act__startswith="outreach.").values_list("act", flat=True)
    assert {"outreach.plan_activity", "outreach.archive_activity", "outreach.reopen_activity"} <= set(acts)


def test_a_form_sent_twice_plans_once():
    place, made = make_place(), uuid4()
    for _ in range(2):
        services.plan_activity(by=place.by, plan=place.plan(), on=DAY, activity_id=made)
    assert Activity.objects.count() == 1
    stranger = make_signer("990000", permissions=PERMISSIONS)
    with pytest.raises(NotVisible):
        services.plan_activity(by=stranger, plan=place.plan(), on=DAY, activity_id=made)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"kind": "dance"}, "E_ACTIVITY_KIND"),
        ({"ends_at": dt.time(8)}, "E_ACTIVITY_TIMES"),
        ({"staff": (uuid4(),)}, "E_ACTIVITY_STAFF"),
        ({"region_code": "990000100201"}, "E_ACTIVITY_PLACE"),
        ({"topic": "astrology"}, "E_ACTIVITY_CODE"),
        ({"tags": ("astrology",)}, "E_ACTIVITY_CODE"),
        ({"channels": ("astrology",)}, "E_ACTIVITY_CODE"),
        ({"kind": "health_express"}, "E_ACTIVITY_EXPERT"),
        ({"held_on": DAY - dt.timedelta(days=400)}, "E_ACTIVITY_TOO_OLD"),
    ],
)
def test_a_plan_that_does_not_fit_together_is_refused(fields, code):
    with pytest.raises(BadShape) as refusal:
        make_place().activity(**fields)
    assert refusal.value.code == code


def test_programmes_that_the_scheme_names_are_tied_to_it():
    place = make_place("county-2018")
    assert place.activity(tags=("quality_primary_care", "basic_public_health")).tags == [
        "basic_public_health",
        "quality_primary_care",
    ]


def test_a_lecture_without_its_minutes_on_the_contract_service_does_not_count():
    place = make_place("publicity")
    activity = place.activity()
    assert place.hold(activity, contract_minutes=9).counts is False
    assert place.hold(activity, contract_minutes=10).counts is True
    assert place.hold(place.activity(kind=ActivityKind.FREE_CLINIC), contract_minutes=None).counts is True


def test_nothing_is_entered_before_its_day_nor_with_numbers_that_do_not_add_up():
    place = make_place()
    activity = place.activity(held_on=LATER)
    with pytest.raises(BadShape, match="当天起才能登记"):
        place.hold(activity, on=DAY)
    with pytest.raises(BadShape, match="当天起才能登记"):
        attend(place, activity, make_resident())
    for numbers in ({"asked": 31}, {"asked": 5, "satisfied": 6, "aware": 1}, {"asked": 5, "aware": 6, "satisfied": 1}):
        with pytest.raises(BadShape) as refusal:
            place.hold(activity, on=LATER, **numbers)
        assert refusal.value.code == "E_ANSWERS"


def test_a_cancelled_activity_says_why():
    place = make_place()
    activity = place.activity()
    with pytest.raises(BadShape):
        services.cancel_activity(by=place.by, activity_id=activity.id, reason=Reason("other"))
    services.cancel_activity(by=place.by, activity_id=activity.id, reason=Reason("weather"))
    again = services.cancel_activity(by=place.by, activity_id=activity.id, reason=Reason("staff"))
    assert (again.state, again.reason) == ("cancelled", "weather")


def test_who_attended_is_entered_once_and_counted():
    place = make_place()
    activity, resident = place.activity(), make_resident()
    attend(place, activity, resident)
    attend(place, activity, resident)
    activity.refresh_from_db()
    assert (activity.attended, Attendance.objects.count()) == (1, 1)
    with pytest.raises(BadShape, match="已按姓名签到1人"):
        place.hold(activity, attended=0, asked=0, satisfied=0, aware=0)
    entry = Attendance.objects.get()
    services.remove_attendance(by=place.by, attendance_id=entry.id)
    assert not Attendance.objects.exists()
    assert Entry.objects.get(act="outreach.remove_attendance").resident_ids == [resident.id]


def test_a_scheme_that_asks_for_material_archives_nothing_without():
    place = make_place("village-centre")
    activity = place.held()
    with pytest.raises(LawBroken) as refusal:
        services.archive_activity(by=place.by, activity_id=activity.id, on=DAY)
    assert refusal.value.code == "B_NO_FILE" and refusal.value.breaches[0]["source"]["clause"] == "S2.4-23"
    first, second = place.keep(activity), place.keep(activity)
    assert first.id == second.id and len(selectors.files_of(activity)) == 1
    assert services.archive_activity(by=place.by, activity_id=activity.id, on=DAY).state == "archived"
    with pytest.raises(BadShape):
        services.remove_file(by=place.by, file_id=first.id, at=at(DAY))


def test_only_pictures_and_papers_are_kept():
    place = make_place()
    activity = place.activity()
    with pytest.raises(BadShape, match="PDF"):
        place.keep(activity, b"MZ a program")
    with pytest.raises(BadShape, match="10 MB"):
        place.keep(activity, b"%PDF-" + bytes(10 * 1024 * 1024))
    kept = place.keep(activity)
    services.remove_file(by=place.by, file_id=kept.id, at=at(DAY))
    assert not selectors.files_of(activity).exists()
    with pytest.raises(NotVisible):
        selectors.file_for(place.by, kept.id)
    assert place.keep(activity).id != kept.id


def test_the_month_says_what_is_missing_and_keeps_what_was_written():
    place = make_place("urban-team", "village-centre")
    month = DAY.replace(day=1)
    place.held()
    place.hold(place.activity(kind=ActivityKind.FREE_CLINIC, held_on=LATER), on=LATER, attended=20)
    ask = {"on": LATER, "permission": permissions.READ}
    found = selectors.team_month(place.by, place.team.id, month, **ask)
    assert (found.figures.activities, found.figures.attended, found.figures.unarchived) == (2, 50, 2)
    assert found.lacking == {"meetings": 1, "plans": 1, "summaries": 1, "trainings": 1}
    assert found.asked["activities"] == 2
    written = {"by": place.by, "team_id": place.team.id, "month": month, "on": LATER}
    first = services.write_summary(review="两次活动", **written)
    same = services.write_summary(review="两次活动", **written)
    assert (first.version, same.version, same.figures["attended"]) == (1, 1, 50)
    assert "summaries" not in selectors.team_month(place.by, place.team.id, month, **ask).lacking
    place.held(title="第三次")
    assert services.write_summary(review="三次活动", **written).figures["activities"] == 3
    with pytest.raises(BadShape):
        services.write_summary(review=" ", **written)
    with pytest.raises(BadShape):
        services.write_summary(review="太早", **(written | {"month": dt.date(2026, 5, 1)}))


def test_all_teams_months_are_read_at_once(django_assert_max_num_queries):
    place = make_place("urban-team")
    place.held()
    with django_assert_max_num_queries(20):
        rows = selectors.team_months(place.by, DAY.replace(day=1), on=DAY)
    assert [row.lacking["activities"] for row in rows] == [1]
    assert not selectors.team_months(make_signer("990000", permissions=PERMISSIONS), DAY.replace(day=1), on=DAY)


def test_boards_show_what_comes_next_without_anybodys_data():
    place = make_place()
    place.activity(held_on=LATER)
    place.held()
    coming = selectors.coming_activities(DAY, villages=[VILLAGE])
    assert [one.held_on for one in coming] == [LATER]
    assert selectors.coming_activities(DAY, teams=[place.team.id]) == coming
    assert selectors.coming_activities(DAY) == []
