"""The pages of promises and services, and the check of the ledger as a command."""

import datetime as dt
import io
import json

import pytest
from django.core.management import call_command
from django.urls import reverse
from python_calamine import CalamineWorkbook

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import clock
from jiayi.service.fulfilment.models import DoneService, Entitlement
from tests.registry.access.factories import make_post, make_user
from tests.service.agreements.factories import COUNTY, TOWNSHIP

from .factories import HYPERTENSION, agreement_of, make_resident, make_village, saved, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def today() -> dt.date:
    return clock.today()


@pytest.fixture
def resident(today):
    """Signed ten days ago, with one follow-up since."""
    village, resident = make_village(), make_resident(name="秦月")
    since = today - dt.timedelta(days=10)
    sign(village, resident, packages=HYPERTENSION, signed_on=since, on=since)
    saved(resident, today - dt.timedelta(days=2))
    return resident


@pytest.fixture
def doctor(client):
    user = make_user(region_id=COUNTY)
    make_post(user=user, code="doctor", region=TOWNSHIP)
    client.force_login(user)
    return client


def page_of(client, resident) -> str:
    return client.get(reverse("fulfilment:agreement", args=[agreement_of(resident).id])).content.decode()


def test_the_agreement_page_shows_promised_and_done_and_the_lists(doctor, resident):
    shown = page_of(doctor, resident)
    for words in ("高血压随访", "优先预约", "1+10服务清单", "“七个一”履约标准", "尚未有效", "工作人员录入"):
        assert words in shown
    assert Entry.objects.filter(act="fulfilment.read_promises", resident_ids__contains=[resident.id]).exists()


def test_the_page_asks_as_many_queries_for_many_services(doctor, resident, today, django_assert_max_num_queries):
    for days in range(8):
        saved(resident, today - dt.timedelta(days=days))
    with django_assert_max_num_queries(45):
        page_of(doctor, resident)


def test_a_service_is_entered_and_the_page_of_the_agreement_comes_back(doctor, resident, today):
    agreement = agreement_of(resident)
    url = reverse("fulfilment:record", args=[resident.id]) + f"?agreement={agreement.id}"
    assert "优先预约" in doctor.get(url).content.decode()
    body = {"item": "booking", "done_on": today.isoformat(), "mode": "phone", "evidence": "b", "note": "饮食"}
    answer = doctor.post(url, body)
    assert answer.url == reverse("fulfilment:agreement", args=[agreement.id])
    assert DoneService.objects.get(form="").note == "饮食"
    assert "饮食" in page_of(doctor, resident)


def test_a_refusal_comes_back_with_what_was_typed(doctor, resident, today):
    url = reverse("fulfilment:record", args=[resident.id])
    body = {"item": "booking", "done_on": today.isoformat(), "mode": "video", "evidence": "c", "note": "饮食"}
    answer = doctor.post(url, body)
    assert answer.status_code == 422
    assert "不能以这种方式提供" in answer.content.decode() and "饮食" in answer.content.decode()


def test_the_resident_s_word_is_noted_from_the_page(doctor, resident, today):
    service = DoneService.objects.get()
    url = reverse("fulfilment:testify", args=[service.id])
    body = {"opinion": "disputed", "heard": "phone", "said_on": today.isoformat(), "reason": ""}
    assert doctor.post(url, body).status_code == 422
    assert doctor.post(url, body | {"reason": "没有来过"}).status_code == 302
    assert "没有来过" in page_of(doctor, resident)


def test_a_record_s_service_has_no_page_to_take_it_back(doctor, resident):
    assert doctor.get(reverse("fulfilment:void", args=[DoneService.objects.get().id])).status_code == 404


def test_those_signed_and_not_served_leave_as_a_workbook(doctor, resident):
    url = reverse("fulfilment:unserved")
    assert "秦月" in doctor.get(url).content.decode()
    assert "秦月" not in doctor.get(url + "?how=late").content.decode()
    answer = doctor.post(url, {"export": "all-xlsx"})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert any("秦月" in [str(cell) for cell in row] for row in rows)
    assert Entry.objects.filter(act="fulfilment.export_unserved", resident_ids__contains=[resident.id]).exists()


def test_home_counts_them_and_the_resident_page_tells_the_year(doctor, resident):
    assert "签而未服" in doctor.get(reverse("workstation:home")).content.decode()
    shown = doctor.get(reverse("workstation:resident", args=[resident.id])).content.decode()
    assert "本年度约定服务" in shown and "1/4" in shown


def test_the_check_tells_what_differs_as_json_and_by_its_exit_status():
    sign(make_village(), make_resident())
    out = io.StringIO()
    call_command("ledger_check", "--json", stdout=out)
    kinds = ("record", "unopened", "baseless", "reverse", "consume")
    assert json.loads(out.getvalue()) == {kind: 0 for kind in kinds} | {"examples": []}
    Entitlement.objects.filter(item="booking").delete()
    with pytest.raises(SystemExit) as ended:
        call_command("ledger_check", stdout=out)
    assert ended.value.code == 1
    call_command("ledger_check", "--correct", stdout=io.StringIO())
    call_command("ledger_check", stdout=io.StringIO())
