"""Meetings and trainings: who was to come and came, what was decided, and what the month still lacks."""

import datetime as dt

import pytest
from django.urls import reverse

from jiayi.community.outreach import permissions, selectors, services
from jiayi.community.outreach.models import Meeting
from jiayi.community.outreach.terms import MeetingKind, MeetingPlan
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape
from jiayi.foundation.base.models import new_id
from tests.registry.access.factories import make_post, make_user
from tests.service.agreements.factories import COUNTY

from .factories import DAY, PICTURE, TOWNSHIP, at, make_place

pytestmark = pytest.mark.django_db


def plan_of(place, **fields) -> MeetingPlan:
    usual = {
        "kind": MeetingKind.TEAM_MEETING,
        "title": "三月例会",
        "team_id": place.team.id,
        "held_on": DAY,
        "begins_at": dt.time(14),
        "ends_at": dt.time(15),
        "participants": (place.team.leader_id,),
    }
    return MeetingPlan(**(usual | fields))


def held(place, on=DAY, **fields) -> Meeting:
    made = services.plan_meeting(by=place.by, plan=plan_of(place, **fields), on=on)
    came = {place.team.leader_id}
    return services.hold_meeting(by=place.by, meeting_id=made.id, came=came, minutes="通报随访情况", on=on)


def test_a_meeting_and_a_training_fill_what_the_month_lacks():
    place = make_place("village-centre")
    ask = {"on": DAY, "permission": permissions.READ}
    month = DAY.replace(day=1)
    lacking = selectors.team_month(place.by, place.team.id, month, **ask).lacking
    assert lacking == {"meetings": 1, "summaries": 1, "trainings": 1, "plans": 1}
    held(place)
    held(place, kind=MeetingKind.MENTORING, topics=("hypertension",), teacher="张主任", teacher_from="县人民医院")
    found = selectors.team_month(place.by, place.team.id, month, **ask)
    assert found.lacking == {"summaries": 1, "plans": 1} and found.figures.months_since_training == 0
    later = {"on": dt.date(2026, 6, 30), "permission": permissions.READ}
    june = selectors.team_month(place.by, place.team.id, dt.date(2026, 6, 1), **later)
    assert june.lacking["trainings"] == 1


@pytest.mark.parametrize(
    "kind", [MeetingKind.TEAM_TRAINING, MeetingKind.CONTINUING_EDUCATION, MeetingKind.PAIRED_SUPPORT]
)
def test_half_a_year_passes_between_trainings_of_any_kind_and_summaries_where_the_scheme_says_so(kind):
    place = make_place("jintang")
    held(place, kind=kind, topics=("diabetes",))
    held(place, kind=MeetingKind.HALF_YEAR_SUMMARY, on=dt.date(2026, 2, 10), held_on=dt.date(2026, 2, 10))
    both = {"trainings": 1, "half_years": 1}
    for last, lacking in (
        (dt.date(2026, 7, 31), {}),
        (dt.date(2026, 8, 31), {"half_years": 1}),
        (dt.date(2026, 9, 30), both),
    ):
        month = selectors.team_month(place.by, place.team.id, last.replace(day=1), on=last, permission="outreach_read")
        assert month.lacking == lacking


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"kind": "party"}, "E_MEETING_KIND"),
        ({"participants": ()}, "E_MEETING_PEOPLE"),
        ({"participants": (new_id(),)}, "E_MEETING_PEOPLE"),
        ({"kind": MeetingKind.TEAM_TRAINING}, "E_MEETING_TOPIC"),
        ({"kind": MeetingKind.MENTORING, "topics": ("hypertension",)}, "E_MEETING_TEACHER"),
        ({"topics": ("astrology",)}, "E_ACTIVITY_CODE"),
    ],
)
def test_a_meeting_that_does_not_fit_together_is_refused(fields, code):
    place = make_place("subdistrict")
    with pytest.raises(BadShape) as refusal:
        services.plan_meeting(by=place.by, plan=plan_of(place, **fields), on=DAY)
    assert refusal.value.code == code


def test_a_meeting_is_held_with_minutes_by_who_was_invited_or_cancelled_with_a_reason():
    place = make_place()
    made = services.plan_meeting(by=place.by, plan=plan_of(place), on=DAY)
    common = {"by": place.by, "meeting_id": made.id}
    for came, minutes in (({place.team.leader_id}, " "), (set(), "记录"), ({new_id()}, "记录")):
        with pytest.raises(BadShape):
            services.hold_meeting(came=came, minutes=minutes, on=DAY, **common)
    with pytest.raises(BadShape):
        services.hold_meeting(came={place.team.leader_id}, minutes="记录", on=DAY - dt.timedelta(days=1), **common)
    with pytest.raises(BadShape):
        services.cancel_meeting(reason=" ", **common)
    assert services.cancel_meeting(reason="应急任务", **common).state == "cancelled"


def test_a_training_is_planned_held_and_proved_on_pages(client):
    place, today = make_place("subdistrict"), clock.today()
    user = make_user(region_id=COUNTY)
    make_post(user=user, code="doctor", region=TOWNSHIP)
    client.force_login(user)
    body = {
        "made": str(new_id()),
        "kind": "team_training",
        "title": "结核病管理培训",
        "topics": ["tuberculosis"],
        "held_on": today.isoformat(),
        "begins_at": "14:00",
        "ends_at": "16:00",
        "participants": [str(place.team.leader_id)],
    }
    url = reverse("outreach:new_meeting")
    assert "避孕节育" in client.get(url).content.decode()
    assert client.post(url, body | {"topics": []}).status_code == 422
    for _ in range(2):
        assert client.post(url, body).status_code == 302
    made = Meeting.objects.get()
    hold = reverse("outreach:hold_meeting", args=[made.id])
    answers = {"came": [str(place.team.leader_id)], "minutes": "讲授筛查流程", "decisions": "下月复训"}
    assert client.post(hold, answers).status_code == 302
    kept = {"kind": "sign_in", "content": PICTURE, "file_name": "签到.png", "at": at(today)}
    services.add_file(by=place.by, subject="meeting", subject_id=made.id, **kept)
    text = client.get(reverse("outreach:meeting", args=[made.id])).content.decode()
    assert "讲授筛查流程" in text and "下月复训" in text and "签到.png" in text and "实到" in text
    assert "结核病管理培训" in client.get(reverse("outreach:meetings") + "?topic=tuberculosis").content.decode()
    answer = client.post(reverse("outreach:meetings"), {"export": "all-csv"})
    assert "结核病管理培训" in b"".join(answer.streaming_content).decode()
