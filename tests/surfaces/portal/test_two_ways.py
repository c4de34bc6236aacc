"""A resident reads the own record, says what was not done, books, writes, asks, measures and is answered."""

import datetime as dt
import io
import json

import pytest
from pypdf import PdfReader

from jiayi.community.engagement import services as engaging
from jiayi.community.engagement.models import Appeal, Consent, Note, Rating
from jiayi.community.engagement.rules import points
from jiayi.community.outreach.models import Attendance
from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.service.care.models import Observation, Record
from jiayi.service.fulfilment.models import DoneService
from jiayi.service.scheduling.models import Booking, Resource, SlotBooking
from jiayi.surfaces.portal.models import Authority
from tests.community.outreach.factories import PERMISSIONS as OUTREACH
from tests.community.outreach.factories import Place
from tests.registry.access.factories import signed_in as staff_signed_in
from tests.registry.people.factories import make_household
from tests.service.agreements.factories import LONG_SINCE, TOWNSHIP, make_resident, make_signer, make_village, sign
from tests.service.care import factories as care
from tests.service.fulfilment.factories import ledger, saved
from tests.surfaces.portal.factories import PHONE, signed_in, text_of
from tests.surfaces.portal.things import make_session, make_slot

pytestmark = pytest.mark.django_db
BY = SystemViewer()


@pytest.fixture
def village():
    return make_village()


@pytest.fixture
def resident(village):
    person = make_resident(name="沈建国", phone=PHONE, groups=("hypertension",), birth_date=dt.date(1950, 5, 6))
    sign(village, person, signed_on=clock.today(), by=make_signer(), packages=("basic", "two-diseases"))
    return person


@pytest.fixture
def me(resident):
    return signed_in(resident)


def save(resident, **fields):
    today = clock.today()
    return care.save(resident, visit_on=today, on=today, at=clock.now(), **fields)


def test_the_record_is_read_question_by_question_and_taken_along(resident, me):
    record = save(resident)
    assert "高血压" in text_of(me.get("/my/record/"))
    page = text_of(me.get(f"/my/record/{record.id}/"))
    assert "132" in page and "mmHg" not in page
    data = json.loads(me.get("/my/record/take/json/").content)
    assert data["records"][0]["values"]["systolic"] == 132 and data["resident"]["name"] == "沈建国"
    assert any(one["code"] == "systolic" for one in data["observations"])
    paper = me.get("/my/record/take/pdf/").content
    words = "".join("".join(one.extract_text() for one in PdfReader(io.BytesIO(paper)).pages).split())
    assert "居民健康档案" in words and "132" in words


def test_a_restricted_record_is_not_among_them(resident, me):
    save(resident)
    Record.objects.update(is_restricted=True)
    record = Record.objects.get()
    assert me.get(f"/my/record/{record.id}/").status_code == 404
    assert "高血压" not in text_of(me.get("/my/record/"))


def test_nothing_is_read_before_the_record_was_opened(client):
    village = make_village("county-2018")
    person = make_resident(name="沈建国", groups=("hypertension",))
    sign(village, person, signed_on=clock.today(), by=make_signer())
    record = save(person)
    own = signed_in(person)
    assert "正在审核您的健康档案" in text_of(own.get("/my/record/"))
    for address in (f"/my/record/{record.id}/", "/my/record/take/json/", "/my/record/take/pdf/"):
        assert own.get(address).status_code == 404


def test_who_read_the_record_when_and_why(resident, me, village):
    doctor = staff_signed_in(type(me)(), "doctor", institution=village.team.institution)
    doctor.get(f"/residents/{resident.id}/")
    doctor.post(f"/residents/{resident.id}/numbers/", {"reason": "电话通知随访"})
    text = text_of(me.get("/my/record/readers/"))
    assert "王芳" in text and "电话通知随访" in text


def test_a_correction_is_asked_for_and_answered_with_an_outcome(resident, me, village):
    record = save(resident)
    me.post(f"/my/record/{record.id}/correct/", {"text": "血压是 142，不是 132"})
    appeal = Appeal.objects.get(kind="correction")
    assert (appeal.subject_id, appeal.team_id) == (record.id, village.team.id)
    engaging.answer_appeal(by=BY, appeal_id=appeal.id, outcome="done", answer="已更正", on=clock.today())
    text = text_of(me.get("/my/voices/"))
    assert "已更正" in text and "已办理" in text
    assert "诉求已答复" in text_of(me.get("/my/inbox/"))


def test_consents_are_given_and_taken_back_by_the_same_press(resident, me):
    assert "未同意" in text_of(me.get("/my/consents/"))
    for answer in ("yes", "no", "no"):
        me.post("/my/consents/answer/", {"purpose": "research", "answer": answer})
    assert list(Consent.objects.order_by("since").values_list("is_given", flat=True)) == [True, False]
    assert me.post("/my/consents/answer/", {"purpose": "anything", "answer": "yes"}).status_code == 422


def test_a_service_is_confirmed_or_disputed_and_what_is_disputed_counts_no_more(resident, me):
    service_id = saved(resident, clock.today())
    assert len(ledger(resident)) == 1
    me.post(f"/my/services/{service_id}/confirm/")
    assert DoneService.objects.get().opinion == "confirmed"
    assert me.post(f"/my/services/{service_id}/dispute/", {"text": " "}).status_code == 422
    me.post(f"/my/services/{service_id}/dispute/", {"text": "那天我不在家"})
    done = DoneService.objects.get()
    said = done.testimonies.latest("created_at")
    assert (done.opinion, said.heard, said.reason) == ("disputed", "portal", "那天我不在家")
    assert Entry.objects.filter(act="fulfilment.record_testimony", actor_id=resident.id).exists()
    assert "有异议" in text_of(me.get("/my/services/"))


def test_a_service_is_rated(resident, me):
    service_id = saved(resident, clock.today())
    assert me.post(f"/my/services/{service_id}/rate/", {"stars": "9"}).status_code == 422
    me.post(f"/my/services/{service_id}/rate/", {"stars": "4", "note": "很耐心"})
    assert (Rating.objects.get().stars, Rating.objects.get().note) == (4, "很耐心")
    assert "4 ★" in text_of(me.get("/my/services/"))


def test_a_clinic_of_my_team_is_booked_and_given_back(resident, me, village):
    session = make_session(village)
    assert "高血压签约门诊" in text_of(me.get("/my/bookings/"))
    me.post(f"/my/bookings/{session.id}/book/")
    booking = Booking.objects.get()
    assert (booking.resident_id, booking.state, booking.booked_by_name) == (resident.id, "booked", "沈建国")
    assert "高血压签约门诊" in text_of(me.get("/my/"))
    me.post(f"/my/bookings/{booking.id}/cancel/")
    booking.refresh_from_db()
    assert booking.state == "cancelled"


def test_of_a_full_clinic_a_resident_waits_and_takes_the_place_that_is_given_back(resident, me, village):
    session = make_session(village)
    others = [make_resident(name=f"别人{number}") for number in "一二"]
    for other in others:
        sign(village, other, signed_on=clock.today(), by=make_signer())
    first, second = (signed_in(other) for other in others)
    for client in (first, second, me):
        client.post(f"/my/bookings/{session.id}/book/")
    assert Booking.objects.get(resident=resident).state == "waiting"
    first.post(f"/my/bookings/{Booking.objects.get(resident=others[0]).id}/cancel/")
    assert Booking.objects.get(resident=resident).state == "booked"


def test_a_place_at_the_hospital_that_is_open_to_all_is_taken_within_its_quantity_and_given_back(resident, me, village):
    slot, later, bed = make_slot(village), make_slot(village, days=6), make_slot(village, kind="bed")
    text = text_of(me.get("/my/bookings/"))
    assert text.count("心内科专家门诊") == 2, "once with its button: what is not released and beds are not offered"
    for one in (slot, slot, later, bed):
        me.post("/my/slots/book/", {"slot": str(one.id)})
    booking = SlotBooking.objects.get()
    assert (booking.slot_id, booking.resident_id, booking.booked_by_name) == (slot.id, resident.id, "沈建国")
    other = make_resident(name="别人")
    stranger = signed_in(other)
    assert "没有对所有人开放的专家号" in text_of(stranger.get("/my/bookings/"))
    stranger.post("/my/slots/book/", {"slot": str(slot.id)})
    stranger.post(f"/my/slots/{booking.id}/cancel/")
    assert SlotBooking.objects.get().state == "booked", "never over the quantity, and nobody else's to give back"
    others = [make_slot(village, kind=kind) for kind in ("speciality_clinic", "geriatric_window")]
    Resource.objects.filter(id=others[0].resource_id).update(begins_at=dt.time(13), ends_at=dt.time(14))
    Resource.objects.filter(id=others[1].resource_id).update(begins_at=dt.time(15), ends_at=dt.time(16))
    me.post("/my/slots/book/", {"slot": str(others[0].id)})
    answer = me.post("/my/slots/book/", {"slot": str(others[1].id)}, follow=True)
    assert "您已有2个" in text_of(answer) and SlotBooking.objects.count() == 2
    for _twice in range(2):
        me.post(f"/my/slots/{booking.id}/cancel/")
    assert SlotBooking.objects.get(id=booking.id).state == "given_back" and slot.shares.get().taken == 0
    referred = SlotBooking.objects.exclude(id=booking.id).get()
    SlotBooking.objects.filter(id=referred.id).update(subject_id=referred.id)
    assert me.post(f"/my/slots/{referred.id}/cancel/").status_code == 404, "the referrer's to give back"
    assert "要取消请联系家庭医生" in text_of(me.get("/my/bookings/"))


def test_what_i_took_part_in_brings_points_up_to_the_most_of_a_year(resident, me, village):
    today = clock.today()
    place = Place(village.team, make_signer(TOWNSHIP, permissions=OUTREACH))
    lecture = place.activity(today, held_on=today)
    Attendance.objects.create(activity=lecture, resident=resident, entered_at=clock.now())
    assert "今年还没有积分" in text_of(me.get("/my/points/")), "the lecture has not been held"
    place.hold(lecture, on=today)
    Booking.objects.create(session=make_session(village, 0), resident=resident, state="came", booked_on=today)
    me.post(f"/my/services/{saved(resident, today)}/rate/", {"stars": "4"})
    text = text_of(me.get("/my/points/"))
    assert " 12 / 100" in text and "高血压健康大课堂" in text and "按预约到诊" in text
    assert "我的积分" in text_of(me.get("/my/"))
    lines = points.ledger([(today, "rated_service", "")] * 3, {"rated_service": 2}, 5)
    assert [one.points for one in lines] == [2, 2, 1] and points.ledger([(today, "other", "")], {}, 5) == []


def test_readings_are_kept_marked_as_own_and_impossible_ones_refused(resident, me):
    assert me.post("/my/reading/", {"systolic": "600", "diastolic": "80"}).status_code == 422
    assert me.post("/my/reading/", {"systolic": "140"}).status_code == 422
    assert not Observation.objects.exists()
    me.post("/my/reading/", {"systolic": "138", "diastolic": "82"})
    assert set(Observation.objects.values_list("code", "source")) == {
        ("systolic", "resident"),
        ("diastolic", "resident"),
    }
    text = text_of(me.get("/my/"))
    assert "138/82" in text and "自测" in text


def test_a_note_reaches_the_team_and_urgent_words_get_advice(resident, me):
    me.post("/my/notes/", {"text": "突然胸痛，怎么办"})
    text = text_of(me.get("/my/notes/"))
    assert "120" in text and "等待回复" in text
    assert Note.objects.filter(is_urgent=True, author_id=resident.id).exists()
    engaging.answer_note(by=BY, resident_id=resident.id, text="已通知急救", at=clock.now())
    assert "已通知急救" in text_of(me.get("/my/notes/"))


def test_a_refill_and_a_suggestion_are_asked_for_and_taken_back(resident, me):
    me.post("/my/ask/", {"kind": "refill"})
    me.post("/my/voices/", {"kind": "suggestion", "text": "希望周末也能量血压"})
    assert set(Appeal.objects.values_list("kind", flat=True)) == {"refill", "suggestion"}
    assert me.post("/my/voices/", {"kind": "refill", "text": "x"}).status_code == 422
    me.post(f"/my/voices/{Appeal.objects.get(kind='refill').id}/withdraw/")
    assert Appeal.objects.get(kind="refill").state == "withdrawn"


def test_a_survey_asks_once(resident, me):
    assert "现在没有请您回答的调查" in text_of(me.get("/my/survey/"))
    engaging.begin_survey(by=BY, region_code=TOWNSHIP, title="居民调查", on=clock.today(), at=clock.now(), seed="x")
    assert "医生姓名" in text_of(me.get("/my/survey/"))
    me.post("/my/survey/", {"satisfaction": "very", "known": ["doctor_name"]})
    assert "现在没有请您回答的调查" in text_of(me.get("/my/survey/"))


def test_the_family_is_let_in_and_shut_out():
    household = make_household(members=2)
    household.members.update(resident_since=LONG_SINCE)
    head, member = household.members.order_by("relation_to_head")
    own = signed_in(member)
    assert head.name in text_of(own.get("/my/family/"))
    own.post("/my/family/", {"actor": head.id})
    acting = signed_in(head)
    acting.post("/my/act-for/", {"resident": member.id})
    assert f"您正在代 {member.name} 办理" in text_of(acting.get("/my/"))
    assert acting.post("/my/family/", {"actor": head.id}).status_code == 404
    own.post(f"/my/family/{Authority.objects.get().id}/end/")
    assert f"您正在代 {member.name} 办理" not in text_of(acting.get("/my/"))
