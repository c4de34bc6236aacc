"""Records and advice as papers: every form from its one definition, read back from the file."""

import io

import pytest
from django.urls import reverse
from django.utils.translation import override
from pypdf import PdfReader

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import clock
from jiayi.foundation.documents.services import render
from jiayi.foundation.rulebook import rulebook
from jiayi.service.care import presenters, selectors
from jiayi.service.care.models import Record, RecordVersion
from jiayi.service.care.rules import storing

from .factories import DAY, hypertension, make_village, pressure, save
from .test_all_forms import LAST, PEOPLE, filled
from .test_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def village(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: DAY)
    return make_village()


@pytest.fixture
def doctor(client, village):
    return signed_in(client, "doctor", institution=village.team.institution)


def text_of(content: bytes) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


@pytest.mark.parametrize("code", sorted(code for code, form in rulebook().forms.items() if not form.parts))
def test_every_form_prints_each_answer_with_its_question(code, village) -> None:
    form = rulebook().forms[code]
    values = storing.plain(filled(form, PEOPLE["woman"], LAST))
    resident = hypertension(name="张大山")
    known = {"form": code, "visit_on": DAY, "mode": form.modes[0], "evidence": "c", "entered_on": DAY}
    record = Record(resident=resident, region=resident.region, **known)
    version = RecordVersion(record=record, number=1, values=values, outcomes={}, copied=[], entered_by_name="王丽萍")
    with override("en"):
        data = presenters.record_paper(record, form, version, on=DAY)
    printed = text_of(render(template=presenters.RECORD_PAPER, data=data))
    assert "".join(form.zh.split()) in printed and "张大山" in printed and "王丽萍" in printed
    for section in data["sections"]:
        for label, answer in section["rows"]:
            assert "".join(label.split()) in printed and "".join(answer.split()) in printed
    assert sum(len(section["rows"]) for section in data["sections"]) == len(values)


def test_the_record_is_printed_from_its_page_and_the_reading_is_on_record(doctor) -> None:
    record = save(hypertension(), pressure(132, 84, drugs=[{"name": "氨氯地平", "dose": "5mg", "times_per_day": 1}]))
    page = doctor.get(reverse("care:record", args=[record.id])).content.decode()
    url = reverse("care:record_pdf", args=[record.id])
    assert url in page and reverse("care:advice_pdf", args=[record.id]) not in page
    answer = doctor.get(url)
    printed = text_of(answer.content)
    assert answer["Content-Type"] == "application/pdf" and answer["Cache-Control"] == "no-store, private"
    assert "高血压患者随访" in printed and "132毫米汞柱" in printed and "氨氯地平5mg每日1次" in printed
    assert "控制满意" in printed
    assert Entry.objects.filter(act="care.print_record").exists()
    assert doctor.get(reverse("care:advice_pdf", args=[record.id])).status_code == 404


def test_an_urgent_finding_prints_the_advice_to_take_along(doctor) -> None:
    record = save(hypertension(), pressure(188, 112), acts_on_urgent=True)
    url = reverse("care:advice_pdf", args=[record.id])
    assert url in doctor.get(reverse("care:record", args=[record.id])).content.decode()
    printed = text_of(doctor.get(url).content)
    assert "紧急就诊建议单" in printed and "188毫米汞柱" in printed and "紧急转诊" in printed
    assert record.return_due_on.isoformat() in printed


def test_markup_in_an_answer_stays_an_answer(doctor) -> None:
    record = save(hypertension(), pressure(note="#panic[x] *b* $a$"))
    assert "#panic[x]*b*$a$" in text_of(doctor.get(reverse("care:record_pdf", args=[record.id])).content)
    assert selectors.versions_of(record)
