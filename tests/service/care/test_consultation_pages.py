"""Consultations on their pages: asked, a file added, taken up, answered, printed, taken away as a file."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import clock
from jiayi.registry.access.selectors import viewer_of
from jiayi.registry.access.services import issue_token
from jiayi.service.care.models import Consultation
from tests.registry.access.factories import make_post, make_user
from tests.registry.organization import factories as organization

from .consultations import answered, asked, make_pair
from .factories import DAY, NOON
from .test_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: DAY)
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def pair():
    return make_pair()


@pytest.fixture
def doctor(client, pair):
    return signed_in(client, "doctor", institution=pair.centre)


def url(name, *arguments):
    return reverse(f"care:{name}", args=arguments)


def filled(pair, **changes):
    usual = {
        "kind": "ecg",
        "urgency": "urgent",
        "from_institution": str(pair.centre.id),
        "to_institution": str(pair.hospital.id),
        "question": "请出心电图报告",
        "consented": "on",
        "submission_id": "6b6a2f9e-6a52-4d3c-8f3e-0a4a3c1f2d11",
    }
    return usual | changes


def test_a_question_is_asked_and_its_file_added(doctor, pair) -> None:
    assert "会诊目的和问题" in doctor.get(url("consult", pair.resident.id) + "?kind=ecg").content.decode()
    sent = doctor.post(url("consult", pair.resident.id), filled(pair))
    one = Consultation.objects.get()
    assert sent["Location"] == url("consultation", one.id) and (one.kind, one.urgency) == ("ecg", "urgent")
    paper = SimpleUploadedFile("心电图.pdf", b"%PDF-1.7 a", "application/pdf")
    added = doctor.post(url("add_consultation_file", one.id), {"file": paper})
    assert added.status_code == 302 and "心电图.pdf" in doctor.get(url("consultation", one.id)).content.decode()
    kept = doctor.get(url("consultation_file", one.id, one.files.get().id))
    assert kept.content == b"%PDF-1.7 a" and Entry.objects.filter(act="care.read_consultation_file").exists()


def test_what_is_lacking_comes_back_with_what_was_typed(doctor, pair) -> None:
    sent = doctor.post(url("consult", pair.resident.id), filled(pair, consented=""))
    text = sent.content.decode()
    assert sent.status_code == 422 and "征得同意" in text and "请出心电图报告" in text


def test_the_hospital_takes_up_answers_and_the_paper_says_it(client, pair) -> None:
    one = asked(pair)
    specialist = organization.make_practitioner(pair.hospital, title="senior")
    user = make_user(practitioner=specialist)
    make_post(user=user, code="doctor", institution=pair.hospital)
    client.force_login(user)
    assert one.number in client.get(url("consultations")).content.decode()
    client.post(url("consultation_act", one.id, "take"))
    refused = client.post(url("consultation_act", one.id, "answer"), {"conclusion": "adjust", "advice": ""})
    assert refused.status_code == 422
    client.post(url("consultation_act", one.id, "answer"), {"conclusion": "adjust", "advice": "加用利尿剂"})
    assert "加用利尿剂" in client.get(url("consultation", one.id)).content.decode()
    paper = client.get(url("consultation_pdf", one.id))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.content)).pages)
    assert "加用利尿剂" in text and "县人民医院" in text


def test_the_resident_page_lists_them_and_the_list_leaves_as_a_workbook(doctor, pair) -> None:
    answered(pair, asked(pair))
    part = doctor.get(url("consultations_of_resident", pair.resident.id)).content.decode()
    assert "同意所提方案" in part and "申请会诊" in part
    file = doctor.post(url("consultations"), {"format": "xlsx", "what": "all"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue())).get_sheet_by_index(0).to_python()
    assert any("县人民医院" in str(cell) for row in rows for cell in row)


def test_a_list_of_many_asks_as_often_as_a_list_of_one(doctor, pair, django_assert_max_num_queries) -> None:
    for _ in range(5):
        asked(pair)
    with django_assert_max_num_queries(25):
        doctor.get(url("consultations"))


def test_asked_and_answered_by_two_systems(client, pair) -> None:
    def caller(post, place, **more):
        user = make_user(**more)
        make_post(user=user, code=post, institution=place)
        headers = {"Authorization": f"Bearer {issue_token(by=viewer_of(user), label='会诊系统', at=clock.now())}"}

        def call(path, body=None):
            if body is None:
                return client.get(f"/api/v1/{path}", headers=headers)
            return client.post(f"/api/v1/{path}", body, content_type="application/json", headers=headers)

        return call

    doctor = caller("doctor", pair.centre)
    centre = caller("doctor", pair.hospital, practitioner_id=pair.answerer.practitioner_id)
    question = {
        "resident": str(pair.resident.id),
        "kind": "ecg",
        "from_institution": str(pair.centre.id),
        "to_institution": str(pair.hospital.id),
        "question": "请看心电图",
    }
    assert doctor("consultations", question).status_code == 422  # without consent
    made = doctor("consultations", question | {"consented": True}).json()
    path = f"consultations/{made['id']}/acts"
    assert made["state"] == "asked" and made["answer_due_at"] and made["acts"] == ["withdraw"]
    assert [one["id"] for one in centre("consultations?side=asked_of_us").json()] == [made["id"]]
    assert doctor(path, {"act": "take"}).status_code == 404
    assert centre(path, {"act": "take"}).json()["state"] == "taken"
    assert centre(path, {"act": "answer", "advice": "窦性心律"}).status_code == 422
    report = {"act": "answer", "conclusion": "report", "advice": "窦性心律，未见异常"}
    assert centre(path, report).json()["state"] == "answered" and centre(path, report).status_code == 409
    assert doctor(path, {"act": "close"}).json()["closed_on"] == DAY.isoformat()
    stranger = caller("doctor", organization.make_institution(pair.centre.region_id[:6], level="county"))
    assert stranger(f"consultations/{made['id']}").status_code == 404
