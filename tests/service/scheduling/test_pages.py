"""The pages of clinics and rounds."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import clock
from jiayi.service.scheduling import services
from jiayi.service.scheduling.models import Booking, Schedule, Session
from jiayi.service.scheduling.terms import OnHoliday, Pattern, Reason, SessionKind
from tests.registry.access.factories import make_post, make_user
from tests.service.agreements.factories import COUNTY

from .factories import TOWNSHIP, at, book, make_household, make_place, make_resident

pytestmark = pytest.mark.django_db


@pytest.fixture
def today() -> dt.date:
    return clock.today()


@pytest.fixture
def place():
    return make_place("county-2018")


@pytest.fixture
def session(place, today):
    return place.session(today, starts_on=today, pattern=Pattern.ONCE, weekdays=())


@pytest.fixture
def doctor(client):
    user = make_user(region_id=COUNTY)
    make_post(user=user, code="doctor", region=TOWNSHIP)
    client.force_login(user)
    return client


def shown(client, name: str, *arguments, query: str = "") -> str:
    answer = client.get(reverse(f"scheduling:{name}", args=arguments) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def press(client, name: str, thing, **body):
    return client.post(reverse(f"scheduling:{name}", args=[thing.id]), body)


def test_a_weekly_clinic_is_set_up_on_one_page(doctor, place, today):
    url = reverse("scheduling:new_schedule")
    assert "出诊人员" in doctor.get(url).content.decode()  # one team only: nothing to choose
    body = {
        "kind": "outreach_round",
        "title": "龙坝村巡诊",
        "region_code": "",
        "place": "",
        "pattern": "weekly",
        "weekdays": ["1", "4"],
        "starts_on": today.isoformat(),
        "begins_at": "09:00",
        "ends_at": "11:00",
        "capacity": "30",
        "on_holiday": "keep",
    }
    answer = doctor.post(url, body)
    assert answer.status_code == 422 and "龙坝村巡诊" in answer.content.decode()
    body["region_code"] = place.schedule(today, kind=SessionKind.OUTREACH_ROUND, starts_on=today).region_id
    answer = doctor.post(url, body)
    text = answer.content.decode()
    assert answer.status_code == 409 and "巡回医疗须定人" in text and "巡回医疗须定点" in text and "S0-26" in text
    body |= {"place": "村委会", "on_duty": [str(place.team.leader_id)]}
    answer = doctor.post(url, body)
    made = Schedule.objects.get(title="龙坝村巡诊")
    assert answer.url == reverse("scheduling:schedule", args=[made.id])
    text = shown(doctor, "schedule", made.id)
    assert "每周一、周四" in text and "村委会" in text and made.sessions.count() >= 16


def test_a_change_lists_booked_sessions_for_a_decision(doctor, place, today):
    schedule = place.schedule(today, starts_on=today, pattern=Pattern.WEEKLY, weekdays=(1, 2, 3, 4, 5, 6, 7))
    booked = schedule.sessions.order_by("held_on")[3]
    book(place, booked, on=today)
    url = reverse("scheduling:change_schedule", args=[schedule.id])
    text = doctor.get(url).content.decode()
    assert "卫生院一楼" in text and "从哪天起" in text
    body = {
        "kind": "contract_clinic",
        "title": "高血压签约门诊",
        "place": "二楼",
        "capacity": "5",
        "on_holiday": "skip",
    }
    body |= {
        "pattern": "monthly_day",
        "month_days": "5、15",
        "starts_on": today.isoformat(),
        "from_on": today.isoformat(),
    }
    body |= {"begins_at": "09:00", "ends_at": "11:00"}
    assert doctor.post(url, body).status_code == 302
    text = shown(doctor, "schedule", schedule.id)
    assert "待处理的场次" in text and "每月5、15日" in text and "已约 1 人" in text
    assert "排班已变更" in shown(doctor, "session", booked.id)
    press(doctor, "settle", booked, act="keep")
    assert "待处理的场次" not in shown(doctor, "schedule", schedule.id)
    assert doctor.post(reverse("scheduling:stop_schedule", args=[schedule.id]), {"last_on": today}).status_code == 302


def test_a_resident_is_found_booked_and_comes(doctor, place, session, today):
    resident = make_resident(name="秦月")
    found = press(doctor, "find", session, text="秦月").content.decode()
    assert "秦月" in found and "预约" in found
    for _ in range(2):  # pressed twice
        press(doctor, "book", session, resident=resident.id, purpose="测血压")
    booking = Booking.objects.get()
    text = shown(doctor, "session", session.id)
    assert "秦月" in text and "测血压" in text and "1 / 3" in text and "号源开放依据" in text
    press(doctor, "enter", booking, act="reached")
    press(doctor, "enter", booking, act="came")
    text = shown(doctor, "session", session.id)
    assert "已开诊" in text and "已提醒" in text
    assert Entry.objects.filter(act="scheduling.open_session", resident_ids__contains=[resident.id]).exists()
    press(doctor, "enter", booking, act="back")
    assert press(doctor, "enter", booking, act="fly").status_code == 404
    booking.refresh_from_db()
    assert booking.state == "booked"


def test_a_full_session_offers_the_waiting_list_and_says_why_not_more(doctor, place, session, today):
    book(place, session, *(make_resident() for _ in range(3)), on=today)
    resident = make_resident(name="秦月")
    assert "候补" in press(doctor, "find", session, text="秦月").content.decode()
    answer = doctor.post(reverse("scheduling:book", args=[session.id]), {"resident": resident.id}, follow=True)
    assert "号已约满" in answer.content.decode()
    press(doctor, "book", session, resident=resident.id, waits="on")
    assert "候补名单" in shown(doctor, "session", session.id)


def test_a_called_off_session_shows_who_is_to_be_told(doctor, place, session, today):
    other = place.session(today, starts_on=today, pattern=Pattern.ONCE, weekdays=(), title="下午门诊")
    (booking,) = book(place, session, make_resident(name="秦月"), on=today)
    assert press(doctor, "cancel", session, reason="other", note="").status_code == 422
    assert press(doctor, "cancel", session, reason="weather", note="大雪").status_code == 302
    text = shown(doctor, "session", session.id)
    assert "大雪" in text and "秦月" in text and "改约" in text
    assert "下午门诊" in shown(doctor, "move_booking", booking.id)
    press(doctor, "move_booking", booking, session=other.id)
    assert "秦月" in shown(doctor, "session", other.id)


def test_a_session_is_moved_changed_and_not_held(doctor, place, session, today):
    body = {
        "held_on": today,
        "begins_at": "14:00",
        "ends_at": "13:00",
        "place": "三楼",
        "reason": "meeting",
        "note": "",
    }
    assert press(doctor, "move", session, **body).status_code == 422
    assert press(doctor, "move", session, **body | {"ends_at": "16:00"}).status_code == 302
    assert press(doctor, "change", session, capacity="9", on_duty=[str(place.team.leader_id)]).status_code == 302
    assert press(doctor, "not_held", session, reason="nobody_came", note="").status_code == 302
    text = shown(doctor, "session", session.id)
    for words in ("14:00–16:00", "三楼", "0 / 9", "未开诊", "无人到诊"):
        assert words in text


def test_a_home_round_shows_households_and_takes_one_whole(doctor, place, today):
    session = place.session(
        today, starts_on=today, pattern=Pattern.ONCE, weekdays=(), kind=SessionKind.HOME_ROUND, capacity=10
    )
    household = make_household(members=3)
    text = press(doctor, "find", session, text=household.head.name).content.decode()
    assert "全户" in text
    press(doctor, "book", session, household=household.id)
    text = shown(doctor, "session", session.id)
    assert "入户名单" in text and household.number in text and "3 / 10" in text


def test_the_page_asks_as_many_queries_for_many_residents(doctor, place, today, django_assert_max_num_queries):
    session = place.session(today, starts_on=today, pattern=Pattern.ONCE, weekdays=(), capacity=50)
    book(place, session, *(make_resident() for _ in range(12)), on=today)
    with django_assert_max_num_queries(40):
        shown(doctor, "session", session.id)


def test_the_list_of_many_sessions_asks_as_many_queries_as_of_few(doctor, place, today, django_assert_max_num_queries):
    for number in range(4):
        place.schedule(today, starts_on=today, weekdays=(1, 3), title=f"门诊{number}")
    with django_assert_max_num_queries(30):
        shown(doctor, "sessions")
    with django_assert_max_num_queries(30):
        shown(doctor, "schedules")


def test_the_day_sheet_lists_who_is_expected_with_masked_phones(doctor, place, session, today):
    book(place, session, make_resident(name="秦月", phone="13812345678"), on=today, purpose="测血压")
    answer = doctor.get(reverse("scheduling:sheet", args=[session.id]))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    for words in ("签约门诊日程单", "秦月", "测血压", "1 / 3"):
        assert words in text
    assert "13812345678" not in text
    assert Entry.objects.filter(act="scheduling.print_sheet").exists()


def test_statistics_count_by_institution_and_month_and_leave_as_a_workbook(doctor, place, session, today):
    came, missed = book(place, session, make_resident(), make_resident(), on=today)
    services.mark_came(by=place.by, booking_id=came.id, on=today, at=at(today))
    services.mark_missed(by=place.by, booking_id=missed.id, on=today, at=at(today))
    services.walk_in(by=place.by, session_id=session.id, resident_id=make_resident().id, on=today, at=at(today))
    other = place.session(today, starts_on=today, pattern=Pattern.ONCE, weekdays=())
    services.cancel_session(by=place.by, session_id=other.id, reason=Reason("meeting"), on=today)
    text = shown(doctor, "statistics")
    assert f"{today:%Y-%m}" in text and "1 / 2" in text
    answer = doctor.post(reverse("scheduling:statistics"), {"export": "all-xlsx"})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    line = next(row for row in rows if row[0] == f"{today:%Y-%m}")
    assert [int(cell) for cell in line[3:]] == [2, 1, 1, 0, 6, 2, 1, 1, 1]


def test_lists_leave_as_files(doctor, place, session):
    for name in ("sessions", "schedules", "villages"):
        assert doctor.post(reverse(f"scheduling:{name}"), {"export": "all-csv"}).status_code == 200


def test_a_village_without_rounds_is_named_until_one_is_planned(doctor, place, today):
    assert "没有巡诊" in shown(doctor, "villages", query="?standing=never")
    place.schedule(today, kind=SessionKind.OUTREACH_ROUND, starts_on=today, weekdays=(1, 4), on_holiday=OnHoliday.KEEP)
    assert "按期巡诊" in shown(doctor, "villages", query="?standing=ok")


def test_a_resident_s_page_tells_of_sessions_and_books_one(doctor, place, session, today):
    resident = make_resident(name="秦月")
    assert "没有预约" in shown(doctor, "of_resident", resident.id)
    assert "高血压签约门诊" in shown(doctor, "book_resident", resident.id)
    press(doctor, "book_resident", resident, session=session.id, purpose="取药")
    text = shown(doctor, "of_resident", resident.id)
    assert "高血压签约门诊" in text and "取药" in text
    page = doctor.get(reverse("workstation:resident", args=[resident.id])).content.decode()
    assert reverse("scheduling:of_resident", args=[resident.id]) in page
    press(doctor, "cancel_booking", Booking.objects.get(), reason="resident_asked", note="")
    assert "已退号" in shown(doctor, "of_resident", resident.id)


def test_of_a_resident_out_of_reach_the_page_tells_only_that_there_is_one(doctor, place, session, today):
    stranger = make_resident(name="解国庆", village="420324102228")
    Booking.objects.create(session=session, resident=stranger, state="booked", booked_on=today)
    text = shown(doctor, "session", session.id)
    assert "范围外的居民" in text and "解国庆" not in text
    assert Session.objects.get(id=session.id).taken == 1
