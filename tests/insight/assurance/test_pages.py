"""The pages of findings: who sees what, what is asked of the database, and what leaves as a file."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import clock
from jiayi.insight.assurance.models import Finding
from jiayi.registry.organization.models import Practitioner
from tests.registry.access.factories import make_post, make_user

from .factories import days_before, found, make_practitioner, make_village, patients, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    """A doctor with rounded values, found."""
    village = make_village()
    for number, one in enumerate(patients(16)):
        visit(one, village.team, days_before(number + 5), systolic=130, diastolic=85)
    found("digit-preference")
    return village


@pytest.fixture
def enter(client):
    def as_post(code: str, village, practitioner: Practitioner | None = None, **at):
        user = make_user(username=f"p.{code}", practitioner=practitioner)
        make_post(user=user, code=code, **(at or {"region": village.team.institution.region_id[:6]}))
        client.force_login(user)
        return client

    return as_post


def the_finding() -> Finding:
    return Finding.objects.get()


def test_an_auditor_reads_a_finding_with_its_chart_and_the_records_behind(village, enter):
    client = enter("auditor", village)
    page = client.get(reverse("assurance:findings"))
    assert "末位数字偏好" in page.content.decode() and village.doctor.name in page.content.decode()
    text = client.get(reverse("assurance:finding", args=[the_finding().pk])).content.decode()
    assert "32 例中 32 例可疑" in text and "finding-chart" in text and "收缩压 130" in text
    first = the_finding().evidence.first()
    assert reverse("care:record", args=[first.thing_id]) in text and first.resident.name in text
    read = Entry.objects.get(act="assurance.read_finding")
    assert first.resident_id in read.resident_ids


def test_who_may_not_open_records_sees_values_without_names(village, enter):
    text = enter("county_bureau", village).get(reverse("assurance:finding", args=[the_finding().pk])).content.decode()
    assert "收缩压 130" in text and "不在权限内" in text
    assert the_finding().evidence.first().resident.name not in text


def test_the_doctor_answers_and_the_auditor_judges_by_the_pages(village, enter):
    address = reverse("assurance:finding", args=[the_finding().pk])
    doctor = enter("doctor", village, village.doctor, institution=village.team.institution)
    assert "情况说明" in doctor.get(address).content.decode()
    assert doctor.post(f"{address}answer/", {"answer": "血压计读数取整"}).status_code == 302
    auditor = enter("auditor", village)
    auditor.post(f"{address}take/")
    refused = auditor.post(f"{address}conclude/", {"note": "查过了"})
    assert refused.status_code == 422 and "查过了" in refused.content.decode()
    auditor.post(f"{address}conclude/", {"conclusion": "explained", "note": "已校准血压计"})
    text = auditor.get(address).content.decode()
    assert "血压计读数取整" in text and "已校准血压计" in text and the_finding().state == "explained"


def test_the_manager_whom_it_concerns_is_told_to_leave_it_to_others(village, enter):
    manager = enter("institution_manager", village, village.doctor, institution=village.team.institution)
    address = reverse("assurance:finding", args=[the_finding().pk])
    assert "由他人核查" in manager.get(address).content.decode()
    manager.post(f"{address}take/")
    assert the_finding().state == "open"


def test_the_overview_counts_and_the_rules_tell_their_lines(village, enter):
    client = enter("auditor", village)
    text = client.get(reverse("assurance:overview")).content.decode()
    assert village.doctor.name in text
    text = client.get(reverse("assurance:detectors")).content.decode()
    assert "1 条待核查" in text and "assurance.digit_preference.share" in text


def test_the_lists_leave_as_workbooks_and_the_history_tells(village, enter):
    client = enter("auditor", village)
    for name, act in (("findings", "export_findings"), ("overview", "export_overview")):
        answer = client.post(reverse(f"assurance:{name}"), {"export": "all-xlsx"})
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        assert any(village.doctor.name in row for row in rows)
        assert Entry.objects.filter(act=f"assurance.{act}").count() == 1


def test_pages_ask_the_same_number_of_questions_however_long_they_are(village, enter):
    client = enter("auditor", village)
    addresses = [reverse("assurance:findings"), reverse("assurance:overview")]
    addresses.append(reverse("assurance:finding", args=[the_finding().pk]))

    def counts() -> list[int]:
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            found.append(len(queries))
        return found

    counts()
    first = counts()
    one = the_finding()
    for worker in [make_practitioner(village.team.institution) for _ in range(5)]:
        one.pk, one._state.adding, one.practitioner = None, True, worker
        one.save()
    assert counts() == first


def test_the_bureau_reports_a_team_on_a_page_and_the_auditor_decides_what_follows(village, enter):
    bureau, new = enter("county_bureau", village), reverse("assurance:report_finding")
    seen = {"kind": "violation", "seen_on": "2026-11-02", "statement": "未经同意代签协议"}
    assert bureau.post(new, seen).status_code == 422 and "未经同意代签协议" in bureau.post(new, seen).content.decode()
    today = clock.today().isoformat()
    bureau.post(new, seen | {"team_id": str(village.team.id), "seen_on": today})
    address = reverse("assurance:finding", args=[Finding.objects.get(detector="violation").pk])
    assert "受理核查" not in bureau.get(address).content.decode(), "the reporter does not judge"
    auditor = enter("auditor", village)
    auditor.post(f"{address}take/")
    assert "处理决定" in auditor.get(address).content.decode()
    asked = {"conclusion": "confirmed", "note": "核对签字，属实"}
    assert auditor.post(f"{address}conclude/", asked).status_code == 422
    assert auditor.post(f"{address}conclude/", asked | {"measure": "correction_order"}).status_code == 302
    text = auditor.get(reverse("assurance:findings") + "?detector=violation").content.decode()
    assert "违规问题" in text and "限期整改" in text and "人工登记" in text
