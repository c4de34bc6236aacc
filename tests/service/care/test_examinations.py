"""Examinations that are asked for: a recognised result goes first, a repeat says why, a booking holds to it."""

from dataclasses import replace
from functools import partial
from uuid import uuid4

import pytest
from django.test import Client

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.registry.access.selectors import viewer_of
from jiayi.registry.access.services import issue_token
from jiayi.service.care import selectors, services
from jiayi.service.care.models import Examination
from jiayi.service.care.terms import ExaminationRequest
from jiayi.service.scheduling import services as scheduling
from jiayi.service.scheduling.models import Slot, SlotBooking
from tests.registry.access.factories import make_post, make_user
from tests.service.scheduling.slot_factories import make_sharing

from .factories import DAY, NOON, carer, hypertension, make_village
from .test_shared_results import asked as about
from .test_shared_results import share

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return make_village("national", "zhuxi-2014")


@pytest.fixture
def doctor(village):
    return replace(carer(), practitioner_id=village.doctor.id)


def asked(resident, **changes) -> ExaminationRequest:
    return ExaminationRequest(**({"resident_id": resident.id, "item": "hba1c", "submission_id": uuid4()} | changes))


def test_a_recognised_result_is_used_or_its_repeat_is_reasoned_and_never_passed_over(doctor) -> None:
    resident = hypertension()
    new = services.ask_examination(by=doctor, asked=asked(resident), on=DAY)
    assert (new.outcome, new.result) == ("new", None)
    result = share(resident)
    with pytest.raises(LawBroken, match="县人民医院2026-10-20已做过糖化血红蛋白"):
        services.ask_examination(by=doctor, asked=asked(resident), on=DAY)
    with pytest.raises(BadShape):
        services.ask_examination(by=doctor, asked=asked(resident, reason="other_reason"), on=DAY)
    used = services.ask_examination(by=doctor, asked=asked(resident, uses=True), on=DAY)
    again = asked(resident, reason="condition_changed", purpose="复查")
    repeated = services.ask_examination(by=doctor, asked=again, on=DAY)
    assert services.ask_examination(by=doctor, asked=again, on=DAY) == repeated
    kept = Examination.objects.order_by("created_at").values_list("outcome", "result", "reason")
    assert list(kept)[1:] == [("used", result.id, ""), ("repeated", result.id, "condition_changed")]
    assert used.institution.level == "township"
    assert selectors.examinations(doctor, on=DAY).count() == 3
    assert not selectors.examinations(carer("420324102"), on=DAY)
    with pytest.raises(NotVisible):
        services.ask_examination(by=carer("420324102"), asked=asked(resident), on=DAY)


def test_a_place_for_an_examination_is_not_booked_past_a_recognised_result() -> None:
    sharing, resident = make_sharing("national", "zhuxi-2014"), hypertension()
    doctor = replace(carer(), practitioner_id=sharing.team.leader.id)
    with pytest.raises(BadShape):
        sharing.resource(item="hba1c")
    sharing.resource(on=DAY, kind="examination", item="hba1c")
    slot = Slot.objects.filter(held_on__gt=DAY).earliest("held_on")
    share(resident)
    book = {"by": sharing.doctor, "slot_id": slot.id, "resident_id": resident.id, "booker": sharing.booker()}
    book |= {"on": DAY, "at": NOON}
    with pytest.raises(LawBroken, match="请先在“申请检查检验”说明原因"):
        scheduling.take_slot(**book)
    assert not SlotBooking.objects.exists()
    services.ask_examination(by=doctor, asked=asked(resident, reason="changes_fast"), on=DAY)
    assert scheduling.take_slot(**book).state == "booked"


def test_the_page_shows_the_result_before_anything_is_ordered_and_the_list_tells_why_it_was_repeated(village) -> None:
    resident = hypertension()
    today = clock.today()
    services.share_result(by=carer(), asked=about(resident, performed_on=today), on=today)
    user = make_user(name="王丽萍", practitioner=village.doctor)
    make_post(user=user, code="doctor", region="420324101")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    address = f"/residents/{resident.id}/examinations/new/"
    sent = {"item": "hba1c", "submission_id": str(uuid4())}
    warned = client.post(address, sent)
    assert warned.status_code == 409
    shown = warned.content.decode()
    assert all(text in shown for text in ("结果可互认", "采用已有结果", "仍要复查", "7.4"))
    assert client.post(address, sent | {"reason": "result_doubted", "decision": "repeat"}).status_code == 302
    listed = client.get("/records/examinations/").content.decode()
    assert "结果与临床表现不符" in listed and "已说明原因后复查" in listed
    assert client.post("/records/examinations/", {"export": "all-csv"}).status_code == 200
    headers = {"Authorization": f"Bearer {issue_token(by=viewer_of(user), label='test', at=clock.now())}"}
    send = partial(client.post, "/api/v1/examinations", content_type="application/json", headers=headers)
    body = {"resident": str(resident.id), "item": "hba1c"}
    stopped = send(body)
    assert stopped.status_code == 409 and stopped.json()["code"] == "E_REPEAT_UNEXPLAINED"
    used = send(body | {"use_recognised": True}).json()
    assert (used["outcome"], used["reason"]) == ("used", "") and used["result"]
    rows = client.get(f"/api/v1/examinations?resident={resident.id}&outcome=used&region=420324", headers=headers).json()
    assert [one["id"] for one in rows] == [used["id"]]
