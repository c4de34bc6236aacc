"""Pages from the order to the counter: written, judged live, audited, given out, printed, taken away."""

import io
import re

import pytest
from django.urls import reverse
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import clock
from jiayi.service.prescriptions.models import Dispensing, Prescription, StockLot
from tests.registry.access.factories import make_post, make_user
from tests.registry.organization import factories as organization
from tests.service.agreements import factories as agreements
from tests.service.care import factories as care

from .factories import DAY, ONE_DAY, dispensed, issue, issue_long, make_patient, make_place, passed, stocked

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: DAY)


@pytest.fixture
def place():
    return make_place()


def signed_in(client, place, post="doctor", practitioner=None):
    user = make_user(practitioner=practitioner)
    make_post(user=user, code=post, institution=place.institution)
    client.force_login(user)
    return client


@pytest.fixture
def doctor(client, place):
    return signed_in(client, place, practitioner=place.village.doctor)


@pytest.fixture
def pharmacist(client, place):
    person = organization.make_practitioner(place.institution, "pharmacist")
    return signed_in(client, place, "pharmacist", practitioner=person)


def url(name, *arguments):
    return reverse(f"prescriptions:{name}", args=arguments)


def filled(**changes):
    usual = {
        "diagnoses": ["hypertension"],
        "days": "28",
        "starts_on": DAY.isoformat(),
        "face_to_face": "on",
        "items.0.drug": "amlodipine|tablet|5mg",
        "items.0.units": "1",
        "items.0.frequency": "daily",
        "answer_regimen_stable": "yes",
        "answer_long_term_needed": "yes",
        "submission_id": "6b6a2f9e-6a52-4d3c-8f3e-0a4a3c1f2d10",
    }
    return usual | changes


def pages_of(answer) -> list[str]:
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(io.BytesIO(answer.content)).pages]


def test_an_order_is_written_on_one_screen_and_read_back(doctor, place) -> None:
    patient = make_patient(place)
    assert "长期处方条件" in doctor.get(url("issue", patient.id)).content.decode()
    sent = doctor.post(url("issue", patient.id), filled())
    order = Prescription.objects.get()
    assert sent["Location"] == url("prescription", order.id)
    text = doctor.get(sent["Location"]).content.decode()
    assert "氨氯地平" in text and "等待药师审核" in text and "控制满意" in text
    assert Entry.objects.filter(act="prescriptions.open").exists()


def test_what_is_lacking_comes_back_with_what_was_typed(doctor, place) -> None:
    patient = make_patient(place, seen_on=None)
    sent = doctor.post(url("issue", patient.id), filled(days="84", assessment="平稳"))
    text = sent.content.decode()
    assert sent.status_code == 422 and "病情控制平稳" in text and 'value="84"' in text and "平稳" in text


def test_a_row_of_drugs_that_cannot_be_read_says_which(doctor, place) -> None:
    sent = doctor.post(url("issue", make_patient(place).id), filled(**{"items.0.units": "一片"}))
    assert sent.status_code == 422 and "第 1 行" in sent.content.decode()


def test_the_rules_speak_while_the_order_is_typed(doctor, place) -> None:
    patient = make_patient(place)
    text = doctor.post(url("judge", patient.id), filled(days="84")).content.decode()
    assert "超过28天" in text and "84 片" in text and "高血压患者随访" in text
    pair = {"items.1.drug": "nifedipine|controlled_tablet|30mg", "items.1.units": "1", "items.1.frequency": "daily"}
    text = doctor.post(url("judge", patient.id), filled(**pair)).content.decode()
    assert 'name="reason.same_class:amlodipine:nifedipine"' in text
    assert doctor.post(url("judge", patient.id), {}).status_code == 200


def test_a_reason_typed_for_a_warning_stands_with_the_order(doctor, place) -> None:
    pair = {"items.1.drug": "nifedipine|controlled_tablet|30mg", "items.1.units": "1", "items.1.frequency": "daily"}
    why = {"reason.same_class:amlodipine:nifedipine": "会诊意见"}
    patient = make_patient(place)
    assert doctor.post(url("issue", patient.id), filled(**pair)).status_code == 409
    assert doctor.post(url("issue", patient.id), filled(**pair, **why)).status_code == 302
    assert "会诊意见" in doctor.get(url("prescription", Prescription.objects.get().id)).content.decode()


def test_an_earlier_order_is_repeated_with_its_drugs(doctor, place) -> None:
    patient = make_patient(place)
    former = passed(place, issue(place, patient))
    text = doctor.get(url("issue", patient.id) + f"?repeat={former.id}").content.decode()
    assert '<option value="amlodipine|tablet|5mg" selected' in text


def test_an_order_is_queried_answered_changed_and_passed(client, place) -> None:
    order = issue(place, make_patient(place))
    person = organization.make_practitioner(place.institution, "pharmacist")
    signed_in(client, place, "pharmacist", practitioner=person)
    assert order.resident.name in client.get(url("audits")).content.decode()
    blank = client.post(url("audit", order.id), {"act": "query", "version": "1", "text": ""})
    assert blank.status_code == 422
    client.post(url("audit", order.id), {"act": "query", "version": "1", "text": "剂量是否偏小"})
    signed_in(client, place, practitioner=place.village.doctor)
    assert "剂量是否偏小" in client.get(url("prescription", order.id)).content.decode()
    changed = filled(version="1", note="改为每日2次", **{"items.0.frequency": "twice"})
    assert client.post(url("amend", order.id), changed).status_code == 302
    signed_in(client, place, "pharmacist", practitioner=person)
    old = client.post(url("audit", order.id), {"act": "pass", "version": "1", "text": ""})
    assert old.status_code == 409
    client.post(url("audit", order.id), {"act": "pass", "version": "2", "text": ""})
    order.refresh_from_db()
    assert order.state == "active" and order.version == 2


def test_a_scanner_opens_the_prescription_and_what_is_due_is_given(pharmacist, place) -> None:
    stocked(place)
    order = passed(place, issue_long(place, make_patient(place)))
    opened = pharmacist.post(url("counter"), {"code": f"{order.code.lower()}\n"})
    assert opened["Location"] == url("dispense", order.id)
    assert "余 84 天" in pharmacist.get(opened["Location"]).content.decode()
    given = {"institution": place.institution.id, "days": "28", "way": "counter", "relation": "self"}
    given["submission_id"] = "0a4a3c1f-6a52-4d3c-8f3e-6b6a2f9e2d10"
    assert pharmacist.post(opened["Location"], given).status_code == 302
    assert pharmacist.post(opened["Location"], given).status_code == 302
    assert Dispensing.objects.count() == 1 and StockLot.objects.get().on_hand == 972
    again = pharmacist.post(opened["Location"], given | {"submission_id": "0a4a3c1f-6a52-4d3c-8f3e-6b6a2f9e2d11"})
    assert again.status_code == 409 and "可以再领" in again.content.decode()


def test_a_code_that_nobody_has_or_may_see_says_so(pharmacist, place) -> None:
    assert "没有这个编号" in pharmacist.post(url("counter"), {"code": "NOPE"}).content.decode()


def test_papers_are_read_back(doctor, place) -> None:
    stocked(place)
    order = passed(place, issue_long(place, make_patient(place)))
    given = dispensed(place, order)
    (paper,) = pages_of(doctor.get(url("paper", order.id)))
    assert (
        order.code in paper and "氨氯地平" in paper and "每日1次" in paper and "84" in paper and "未审核" not in paper
    )
    (label,) = pages_of(doctor.get(url("labels", given.id)))
    assert "28片" in label and "A1" in label and order.resident.name in label
    education = "".join(pages_of(doctor.get(url("education", order.id))))
    assert "下次领药" in education and (DAY + 14 * ONE_DAY).isoformat() in education


def test_before_the_audit_the_paper_says_so(doctor, place) -> None:
    (paper,) = pages_of(doctor.get(url("paper", issue(place, make_patient(place)).id)))
    assert "未审核" in paper


def test_lists_narrow_and_are_taken_away(doctor, place) -> None:
    order = passed(place, issue_long(place, make_patient(place)))
    waiting = issue(place, make_patient(place, name="李四维"))
    text = doctor.get(url("prescriptions") + "?state=active").content.decode()
    assert order.resident.name in text and waiting.resident.name not in text
    refills = doctor.get(url("refills")).content.decode()
    assert order.resident.name in refills and waiting.resident.name not in refills
    answer = doctor.post(url("prescriptions"), {"export": "all-xlsx"})
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0)
    assert any(order.code in row for row in sheet.to_python())
    assert Entry.objects.filter(act="prescriptions.export").exists()


def test_a_resident_page_shows_medicines_at_a_glance(doctor, place) -> None:
    order = passed(place, issue_long(place, make_patient(place)))
    text = doctor.get(url("of_resident", order.resident_id)).content.decode()
    assert "氨氯地平" in text and "余 84 天" in text


def test_an_order_is_stopped_and_a_held_one_goes_on(doctor, place) -> None:
    order = passed(place, issue(place, make_patient(place)))
    Prescription.objects.filter(pk=order.pk).update(state="held", held_on=DAY, hold_reasons=["admitted"])
    assert "住院治疗" in doctor.get(url("prescription", order.id)).content.decode()
    assert doctor.post(url("resume", order.id), {"note": "出院"}).status_code == 302
    assert doctor.post(url("stop", order.id), {"reason": "changed", "note": "换药"}).status_code == 302
    assert "调整用药" in doctor.get(url("prescription", order.id)).content.decode()


def test_medicine_is_delivered_received_and_taken_back(doctor, place) -> None:
    stocked(place)
    order = passed(place, issue(place, make_patient(place)))
    given = dispensed(place, order, way="delivery", carrier="邮政", waybill="YZ1")
    assert doctor.get(url("receipt", given.id)).status_code == 200
    arrived = {"received_on": DAY.isoformat(), "received_by": "沈建国"}
    assert doctor.post(url("receipt", given.id), arrived).status_code == 302
    item = given.items.get()
    back = {"reason": "quality", "days": "28", f"quantity_{item.id}": "28"}
    back["submission_id"] = "0a4a3c1f-6a52-4d3c-8f3e-6b6a2f9e2d12"
    assert doctor.post(url("take_back", given.id), back).status_code == 302
    assert "药品质量问题" in doctor.get(url("prescription", order.id)).content.decode()


def test_stock_is_received_counted_and_written_off(pharmacist, place) -> None:
    lot = {"drug": "amlodipine|tablet|5mg", "number": "B2", "expires_on": "2028-01-01", "quantity": "100"}
    assert pharmacist.post(url("receive", place.institution.id), lot).status_code == 302
    made = StockLot.objects.get()
    assert pharmacist.post(url("receive", place.institution.id), lot | {"expires_on": "2027-01-01"}).status_code == 422
    pharmacist.post(url("lot", made.id), {"counted": "96", "note": "盘亏"})
    pharmacist.post(url("lot", made.id), {"quantity": "6", "note": "受潮"})
    text = pharmacist.get(url("lot", made.id)).content.decode()
    made.refresh_from_db()
    assert made.on_hand == 90 and "受潮" in text and "-6" in text
    assert pharmacist.get(url("stock_home"))["Location"] == url("stock", place.institution.id)
    assert "B2" in pharmacist.get(url("stock", place.institution.id)).content.decode()


def test_lists_cost_the_same_for_two_and_for_many(doctor, place, django_assert_max_num_queries) -> None:
    for number in range(4):
        patient = make_patient(place, name=f"病人{number}", seen_on=None)
        care.save(patient, by=care.carer(agreements.COUNTY))
        issue(place, patient)
    with django_assert_max_num_queries(25):
        doctor.get(url("prescriptions"))
