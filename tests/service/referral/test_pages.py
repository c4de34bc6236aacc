"""Pages of referrals: filled in from a record, answered, printed, taken away; the wrong person finds nothing."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from jiayi.foundation.base import clock
from jiayi.service.referral import services
from jiayi.service.referral.models import Referral
from tests.registry.access.factories import make_post, make_user
from tests.service.care import factories as care

from .factories import DAY, at, make_county, make_resident, reply

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: DAY)
    monkeypatch.setattr(clock, "now", at)


@pytest.fixture
def county():
    return make_county()


def signed_in(client, post="doctor", **place):
    user = make_user()
    make_post(user=user, code=post, **place)
    client.force_login(user)
    return client


def answers(county, **changes):
    usual = {
        "urgency": "urgent",
        "from_institution": str(county.centre.id),
        "to_institution": str(county.hospital.id),
        "to_department": "心内科",
        "visit": "outpatient",
        "group": "hypertension",
        "diagnosis": "高血压3级",
        "illness": "头痛两天",
        "consent": "on",
        "consent_by": "patient",
        "criteria": ["uncontrolled_twice"],
    }
    return usual | changes


def test_one_click_from_an_urgent_finding_the_form_is_filled_in(client, county) -> None:
    resident = care.hypertension()
    drugs = [{"name": "氨氯地平", "times_per_day": 1, "dose": "5mg"}]
    record = care.save(resident, care.pressure(188, 112, drugs=drugs), acts_on_urgent=True)
    doctor = signed_in(client, institution=county.centre)
    address = f"{reverse('referral:refer', args=[resident.id])}?record={record.id}"
    assert address in doctor.get(reverse("care:record", args=[record.id])).content.decode()
    page = doctor.get(address).content.decode()
    assert "188" in page and "氨氯地平" in page and "达到危急值" in page and "危急发现" in page
    sent = doctor.post(address, answers(county))
    referral = Referral.objects.get()
    assert sent["Location"] == reverse("referral:referral", args=[referral.id])
    assert referral.record == record and referral.state == "submitted" and referral.urgency == "urgent"
    assert "县人民医院" in doctor.get(sent["Location"]).content.decode()


def test_a_record_of_somebody_else_opens_no_form(client, county) -> None:
    record = care.save(care.hypertension())
    doctor = signed_in(client, institution=county.centre)
    address = reverse("referral:refer", args=[make_resident().id])
    assert doctor.get(f"{address}?record={record.id}").status_code == 404


def test_a_refusal_comes_back_with_what_was_typed_and_leaves_nothing(client, county) -> None:
    resident = make_resident()
    doctor = signed_in(client, institution=county.centre)
    answer = doctor.post(reverse("referral:refer", args=[resident.id]), answers(county, consent=""))
    text = answer.content.decode()
    assert answer.status_code == 409 and "缺少患者或家属同意" in text and "头痛两天" in text
    assert not Referral.objects.exists()
    missing = doctor.post(
        reverse("referral:refer", args=[resident.id]), answers(county, to_institution="outside", to_name="协和")
    )
    assert missing.status_code == 422 and "名称和级别" in missing.content.decode()


def test_the_desk_finds_it_in_its_inbox_and_answers(client, county) -> None:
    resident = make_resident(name="沈建国")
    referral, other = county.sent(resident), county.sent()
    services.redirect(
        by=county.desk,
        referral_id=other.id,
        destination=county.asked(resident).destination.__class__(institution_id=county.second.id),
        reason="no_bed",
        on=DAY,
        at=at(),
    )
    desk = signed_in(client, "referral_desk", institution=county.hospital)
    inbox = desk.get(reverse("referral:referrals")).content.decode()
    assert referral.number in inbox and other.number not in inbox
    assert desk.get(reverse("workstation:resident", args=[resident.id])).status_code == 404
    accept = reverse("referral:answer", args=[referral.id, "accept"])
    desk.post(accept, {"appointment_on": "2026-11-04", "time": "9:00", "department": "心内科"})
    assert Referral.objects.get(id=referral.id).state == "scheduled"
    assert desk.get(reverse("workstation:resident", args=[resident.id])).status_code == 200
    again = desk.post(accept, {"note": ""})
    assert again.status_code == 409 and "已安排" in again.content.decode()


def test_the_way_back_by_pages(client, county) -> None:
    referral = county.sent()
    desk = signed_in(client, "referral_desk", institution=county.hospital)
    for act in ("accept", "arrive", "treat"):
        desk.post(reverse("referral:answer", args=[referral.id, act]), {"note": ""})
    given = (
        vars(reply()) if hasattr(reply(), "__dict__") else {name: getattr(reply(), name) for name in reply().__slots__}
    )
    form = {name: value for name, value in given.items() if value} | {
        "plan": "2026-11-09 上门测血压\n2026-11-16，复查血钾",
        "revisit_on": "2026-12-02",
    }
    wrong = desk.post(reverse("referral:answer", args=[referral.id, "propose_return"]), form | {"plan": "下周复查"})
    assert wrong.status_code == 422 and "第1行" in wrong.content.decode()
    desk.post(reverse("referral:answer", args=[referral.id, "propose_return"]), form)
    found = Referral.objects.get()
    assert found.state == "return_proposed" and [item.text for item in found.plan.order_by("due_on")] == [
        "上门测血压",
        "复查血钾",
    ]
    doctor = signed_in(client, institution=county.centre)
    doctor.post(reverse("referral:home", args=[referral.id, "take_back"]))
    doctor.post(reverse("referral:plan_done", args=[referral.id, found.plan.order_by("due_on")[0].id]))
    doctor.post(reverse("referral:home", args=[referral.id, "follow_up"]), {"note": "血压平稳"})
    doctor.post(reverse("referral:home", args=[referral.id, "close"]), {"note": ""})
    assert Referral.objects.get().state == "closed"
    text = doctor.get(reverse("referral:referral", args=[referral.id])).content.decode()
    assert "血压平稳" in text and "调整为三联用药" in text


def pdf_text(content: bytes) -> str:
    return "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(content)).pages).replace(" ", "")


def test_papers_are_printed(client, county) -> None:
    referral = county.sent()
    services.accept(by=county.desk, referral_id=referral.id, on=DAY, at=at())
    services.arrive(by=county.desk, referral_id=referral.id, on=DAY, at=at())
    doctor = signed_in(client, institution=county.centre)
    text = pdf_text(doctor.get(reverse("referral:paper", args=[referral.id])).content)
    assert referral.number in text and "高血压3级" in text and "存" in text
    address = reverse("referral:return_paper", args=[referral.id])
    assert doctor.get(address).status_code == 404
    services.propose_return(by=county.desk, referral_id=referral.id, reply=reply(), on=DAY, at=at())
    assert "上门测血压" in pdf_text(doctor.get(address).content)


def test_the_list_is_taken_away(client, county) -> None:
    county.sent(make_resident(name="沈建国"))
    doctor = signed_in(client, institution=county.centre)
    file = doctor.post(reverse("referral:referrals"), {"format": "xlsx"})
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(file.streaming_content)))
    rows = book.get_sheet_by_index(0).to_python()
    assert any("沈建国" in row for row in rows)


def test_the_insurers_office_decides_and_sees_nothing_else(client) -> None:
    county = make_county("county-hospital")
    referral = county.sent()
    office = signed_in(client, "insurer_office", institution=county.centre)
    assert referral.number in office.get(reverse("referral:approvals")).content.decode()
    address = reverse("referral:approval", args=[referral.id])
    assert "高血压3级" in office.get(address).content.decode()
    assert office.get(reverse("referral:referral", args=[referral.id])).status_code == 404
    unsaid = office.post(address, {"decision": "refuse"})
    assert unsaid.status_code == 422
    office.post(address, {"decision": "approve"})
    assert Referral.objects.get().state == "submitted"


def test_a_list_of_many_asks_no_more_than_a_list_of_few(client, county, django_assert_max_num_queries) -> None:
    doctor = signed_in(client, institution=county.centre)
    for _ in range(6):
        county.sent()
    with django_assert_max_num_queries(24):
        assert doctor.get(reverse("referral:referrals")).status_code == 200


def test_the_residents_page_shows_referrals(client, county) -> None:
    resident = make_resident()
    county.sent(resident)
    doctor = signed_in(client, institution=county.centre)
    assert "高血压3级" in doctor.get(reverse("referral:of_resident", args=[resident.id])).content.decode()
    assert (
        reverse("referral:of_resident", args=[resident.id])
        in doctor.get(reverse("workstation:resident", args=[resident.id])).content.decode()
    )
