"""The first page tells who my doctor is, what was promised and done, what comes next, and how my values stand."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from pypdf import PdfReader

from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.registry.tasks.services import open_task
from jiayi.service.agreements import services as agreements
from jiayi.service.agreements.models import Agreement
from jiayi.service.agreements.terms import State
from jiayi.service.care import services as care
from tests.registry.organization.factories import make_adoption
from tests.service.agreements.factories import (
    VILLAGE,
    agreement_of,
    make_resident,
    make_signer,
    make_village,
    request_for,
    sign,
)
from tests.service.fulfilment.factories import saved
from tests.surfaces.portal.factories import PHONE, signed_in, text_of

pytestmark = pytest.mark.django_db
BY = SystemViewer()


@pytest.fixture
def village():
    return make_village()


@pytest.fixture
def resident():
    return make_resident(name="沈建国", phone=PHONE, groups=("hypertension",), birth_date=dt.date(1950, 5, 6))


def sign_today(village, resident, **fields):
    today = clock.today()
    return sign(
        village, resident, signed_on=today, by=make_signer(), **({"packages": ("basic", "two-diseases")} | fields)
    )


def measure(resident, code, number, *, days_ago=0, unit="mmhg"):
    now = clock.now()
    care.observe(
        by=BY,
        resident_id=resident.id,
        code=code,
        number=Decimal(number),
        unit=unit,
        at=now - dt.timedelta(days=days_ago),
        source="clinic",
        device="",
        now=now,
    )


def test_my_doctor_my_agreement_and_what_was_done_of_it(village, resident):
    sign_today(village, resident)
    saved(resident, clock.today())
    text = text_of(signed_in(resident).get("/my/"))
    assert village.doctor.name in text and village.team.name in text
    assert "已完成 2 次" in text
    page = text_of(signed_in(resident).get("/my/agreements/"))
    assert agreement_of(resident).paper.number in page and "还剩" in page
    assert "受益清单" in page and "免费" in page and page.index("专享") < page.index("优先转诊")


def test_what_comes_next_and_what_is_late(village, resident):
    sign_today(village, resident)
    today = clock.today()
    due = {"region_code": VILLAGE, "resident_id": resident.id, "from_on": today - dt.timedelta(days=30)}
    open_task(key="a", kind="visit_hypertension", due_on=today - dt.timedelta(days=15), **due)
    open_task(key="b", kind="referral_answer", due_on=today, **due)
    text = text_of(signed_in(resident).get("/my/"))
    assert "高血压随访" in text and "已过 15 天" in text
    assert "答复转诊" not in text


def test_values_speak_in_plain_words(village, resident):
    sign_today(village, resident)
    for days, high, low in ((40, 168, 96), (10, 152, 88)):
        measure(resident, "systolic", high, days_ago=days)
        measure(resident, "diastolic", low, days_ago=days)
    answer = signed_in(resident).get("/my/")
    text = text_of(answer)
    assert "152/88" in text and "偏高" in text and "比上次低了 16" in text and "目标低于 150/90" in text
    assert "<svg" in answer.content.decode()


def test_who_has_not_signed_sees_whom_to_call(village, resident):
    text = text_of(signed_in(resident).get("/my/"))
    assert "您还没有签约家庭医生" in text and village.team.name in text


def test_a_record_that_is_still_to_be_opened_shows_no_values(resident):
    village = make_village("county-2018")
    sign_today(village, resident)
    measure(resident, "systolic", 152)
    measure(resident, "diastolic", 88)
    agreement = agreement_of(resident)
    client = signed_in(resident)
    text = text_of(client.get("/my/"))
    assert "152/88" not in text and "正在审核您的健康档案" in text
    agreements.mark_record_opened(by=BY, agreement_id=agreement.id, opened_on=clock.today(), on=clock.today())
    assert "152/88" in text_of(client.get("/my/"))
    assert "已经审核并向您开放" in text_of(client.get("/my/inbox/"))


def test_the_agreement_is_taken_along_as_pdf_with_masked_numbers(village, resident):
    sign_today(village, resident)
    agreement = agreement_of(resident)
    answer = signed_in(resident).get(f"/my/agreements/{agreement.id}/paper/")
    words = "".join("".join(one.extract_text() for one in PdfReader(io.BytesIO(answer.content)).pages).split())
    assert agreement.paper.number in words and "沈建国" in words and PHONE not in words


def test_a_resident_objects_to_a_silent_renewal(village, resident):
    make_adoption(VILLAGE[:9], "severe-chronic-poor")
    sign_today(village, resident)
    agreement = agreement_of(resident)
    client = signed_in(resident)
    assert "到期不再自动续约" in text_of(client.get("/my/agreements/"))
    client.post(f"/my/agreements/{agreement.id}/object/")
    agreement.refresh_from_db()
    assert agreement.objected_on == clock.today()
    assert "表示不自动续约" in text_of(client.get("/my/agreements/"))


@pytest.fixture
def sent(monkeypatch):
    """What the gateway of codes was given."""
    texts = []
    monkeypatch.setattr(
        "jiayi.service.agreements.services.codes.send_text", lambda *, phone, text: texts.append((phone, text))
    )
    return texts


def code_in(sent):
    return next(part for part in sent[-1][1].replace("，", " ").split() if part.isdigit() and len(part) == 6)


def test_a_paper_that_waits_is_signed_with_a_code(village, resident, sent):
    today = clock.today()
    paper = agreements.prepare_agreement(
        by=make_signer(), asked=request_for(village, resident, signed_on=today), on=today, state=State.PENDING
    )
    client = signed_in(resident)
    assert "有一份协议等您签字" in text_of(client.get("/my/"))
    client.post(f"/my/sign/{paper.id}/code/")
    assert sent[-1][0] == PHONE
    wrong = client.post(f"/my/sign/{paper.id}/", {"code": "000001"})
    assert wrong.status_code == 422 and Agreement.objects.get(resident=resident).state == "pending"
    assert client.post(f"/my/sign/{paper.id}/", {"code": code_in(sent)}).status_code == 302
    assert Agreement.objects.get(resident=resident).state == "active"


def test_a_resident_renews_with_the_same_team_where_the_time_has_come(village, resident, sent):
    today = clock.today()
    sign(village, resident, signed_on=today - dt.timedelta(days=350), on=today, late_reason="补录", by=make_signer())
    former = agreement_of(resident)
    client = signed_in(resident)
    assert "续签" in text_of(client.get("/my/"))
    answer = client.post(f"/my/agreements/{former.id}/renew/")
    client.post(f"{answer['Location']}code/")
    client.post(answer["Location"], {"code": code_in(sent)})
    latest = agreement_of(resident)
    assert (latest.kind, latest.state, latest.channel) == ("renewal", "scheduled", "portal")
    assert latest.starts_on == former.ends_on + dt.timedelta(days=1)


def test_a_law_of_signing_holds_on_the_residents_page_too(resident, sent):
    village = make_village("household-village")
    today = clock.today()
    sign(village, resident, signed_on=dt.date(today.year - 1, 11, 2), on=today, late_reason="补录", by=make_signer())
    agreement = agreement_of(resident)
    client = signed_in(resident)
    client.post(f"/my/agreements/{agreement.id}/renew/")
    in_window = 10 <= today.month <= 12
    assert Agreement.objects.filter(resident=resident, state="pending").exists() == in_window


def test_the_page_asks_a_steady_number_of_questions(village, resident, django_assert_max_num_queries):
    sign_today(village, resident)
    client = signed_in(resident)
    client.get("/my/")
    with django_assert_max_num_queries(75):
        client.get("/my/")
