"""What residents measure at home waits for the team when it is abnormal, and is answered by a record or a word."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.registry.tasks.models import Task
from jiayi.registry.tasks.services import rebuild
from jiayi.service.care import services
from jiayi.service.care.models import HomeAlert
from tests.registry.access.factories import signed_in

from .factories import carer, hypertension, make_village, pressure, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def resident():
    make_village()
    return hypertension()


def measured(resident, value: float, *, code: str = "systolic", source: str = "resident") -> None:
    unit = "mmol_per_l" if code == "fasting_glucose" else "mmhg"
    told = {"resident_id": resident.id, "code": code, "number": Decimal(str(value)), "unit": unit, "source": source}
    services.observe(by=carer(), at=clock.now(), now=clock.now(), device="", **told)


def alerts(resident) -> list[tuple[str, int, str]]:
    rows = HomeAlert.objects.filter(resident=resident).order_by("id")
    return [(one.state, int(one.observation.number), one.answer) for one in rows]


def waiting() -> int:
    assert rebuild(on=clock.today(), check=True).total == 0
    return Task.objects.filter(kind="home_reading", state="open").count()


def test_an_abnormal_value_waits_until_the_next_record_of_the_resident(resident) -> None:
    measured(resident, 135)
    assert alerts(resident) == [] and waiting() == 0
    measured(resident, 165)
    assert alerts(resident) == [("above", 165, "")] and waiting() == 1
    before = clock.today() - dt.timedelta(days=3)
    save(resident, pressure(), visit_on=before, on=clock.today())  # entered late: it was before the reading
    assert waiting() == 1
    save(resident, pressure(), visit_on=clock.today(), on=clock.today(), mode="phone")
    assert alerts(resident) == [("above", 165, "record")] and waiting() == 0


def test_a_graver_value_takes_the_place_and_a_lesser_one_does_not(resident) -> None:
    measured(resident, 165)
    measured(resident, 3.2, code="fasting_glucose", source="device")
    measured(resident, 170)
    assert alerts(resident) == [("urgent", 3, "")]
    alert = HomeAlert.objects.get()
    assert alert.due_on == clock.today() + dt.timedelta(days=1) and waiting() == 1
    with pytest.raises(IntegrityError, match="home_alert_open_once"), transaction.atomic():
        alert.pk = None
        HomeAlert.objects.create(
            **{field.attname: getattr(alert, field.attname) for field in HomeAlert._meta.fields[3:]}
        )


def test_a_word_answers_it_once_and_only_within_reach(resident) -> None:
    measured(resident, 165)
    asked = {"alert_id": HomeAlert.objects.get().id, "on": clock.today()}
    with pytest.raises(NotVisible):
        services.answer_alert(by=carer("420399"), note="已电话指导", **asked)
    with pytest.raises(BadShape):
        services.answer_alert(by=carer(), note=" ", **asked)
    services.answer_alert(by=carer(), note="已电话指导", **asked)
    assert alerts(resident) == [("above", 165, "contact")] and waiting() == 0
    with pytest.raises(LawBroken):
        services.answer_alert(by=carer(), note="再次联系", **asked)


def test_nobody_waits_for_who_left(resident) -> None:
    measured(resident, 165)
    today = clock.today()
    services.end_enrolments_of(resident_id=resident.id, reason="moved", closed_on=today, on=today)
    assert alerts(resident) == [("above", 165, "ended")] and waiting() == 0


def test_the_page_tells_the_reading_offers_the_services_and_takes_the_answer(client, resident) -> None:
    measured(resident, 182)
    page = signed_in(client, "doctor", region="420324101")
    address = reverse("care:alert", args=[HomeAlert.objects.get().id])
    assert address in page.get("/?tab=others").text
    text = page.get(address).text
    assert "182 毫米汞柱" in text and "危急" in text and "远程医疗" in text
    assert reverse("referral:refer", args=[resident.id]) in text and "READING_HIGH" in text
    assert page.post(address, {"note": ""}).status_code == 422
    assert "已电话指导复测" in page.post(address, {"note": "已电话指导复测"}, follow=True).text
