"""In the clinic nothing is entered twice: what device and clinic system measured today is there, marked, grade A."""

import datetime as dt
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.foundation.rulebook import rulebook
from jiayi.service.care import services
from jiayi.service.care.models import Observation, Record
from jiayi.service.care.rules.measuring import rests_on_measures

from .factories import DAY, NOON, carer, hypertension, make_village, pressure, request_for, save
from .test_pages import answers, page_of, signed_in

pytestmark = pytest.mark.django_db
MORNING = dt.datetime(2026, 11, 2, 1, 12, tzinfo=dt.UTC)  # 09:12 in Shanghai
YESTERDAY = MORNING - dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def village(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: DAY)
    return make_village()


@pytest.fixture
def doctor(client, village):
    return signed_in(client, "doctor", institution=village.team.institution)


def measure(resident, *, at=MORNING, source="device", **values):
    units = {"systolic": "mmhg", "diastolic": "mmhg", "fasting_glucose": "mmol_per_l"}
    return {
        code: services.observe(
            by=carer(),
            resident_id=resident.id,
            code=code,
            number=Decimal(str(value)),
            unit=units[code],
            at=at,
            source=source,
            device="BP-0001",
            now=NOON,
        )
        for code, value in values.items()
    }


def marks(found, **changed):
    return {"measured": {code: changed.get(code, one.id) for code, one in found.items()}}


def test_what_was_measured_today_is_in_the_form_and_saved_without_typing(doctor) -> None:
    resident = hypertension()
    found = measure(resident, systolic=146, diastolic=88)
    text = doctor.get(page_of(resident)).content.decode()
    assert 'value="146"' in text and "今日 09:12 设备测得" in text
    sent = [f"{code}:{one.id}" for code, one in found.items()]
    page = doctor.post(page_of(resident), answers(systolic="146", diastolic="88", measured=sent))
    record = Record.objects.get()
    version = record.versions.get()
    assert record.evidence == "a" and version.measured.keys() == {"systolic", "diastolic"}
    assert version.measured["systolic"]["device"] == "BP-0001"
    assert "设备 09:12" in doctor.get(page["Location"]).content.decode()
    assert Observation.objects.filter(code="systolic", is_voided=False).count() == 1


def test_who_changes_a_value_afterwards_typed_it() -> None:
    resident = hypertension()
    found = measure(resident, systolic=146, diastolic=88)
    record = save(resident, pressure(138, 88), **marks(found))
    assert record.evidence == "c" and record.versions.get().measured.keys() == {"diastolic"}
    drawn = Observation.objects.filter(code="systolic", is_voided=False)
    assert sorted(int(one.number) for one in drawn) == [138, 146]


@pytest.mark.parametrize(
    "foreign",
    [
        pytest.param(lambda resident: measure(hypertension(name="李四"), systolic=146), id="of somebody else"),
        pytest.param(lambda resident: measure(resident, systolic=146, at=YESTERDAY), id="yesterday"),
        pytest.param(lambda resident: measure(resident, systolic=146, source="resident"), id="the resident's own"),
        pytest.param(lambda resident: {"systolic": type("Made", (), {"id": uuid4()})}, id="made up"),
    ],
)
def test_what_was_not_measured_here_and_today_proves_nothing(foreign) -> None:
    resident = hypertension()
    record = save(resident, pressure(146, 88), **marks(foreign(resident)))
    assert record.evidence == "c" and record.versions.get().measured == {}


def test_a_correction_leaves_the_grade_while_the_values_stand() -> None:
    resident = hypertension()
    found = measure(resident, systolic=146, diastolic=88, source="clinic")
    record = save(resident, pressure(146, 88), **marks(found))
    for version, values, grade in ((1, pressure(146, 88, salt="low"), "a"), (2, pressure(140, 88), "c")):
        asked = request_for(resident, values, note="补充")
        services.correct_record(by=carer(), record_id=record.id, version=version, asked=asked, on=DAY, at=NOON)
        record.refresh_from_db()
        assert record.evidence == grade
    drawn = Observation.objects.filter(code="systolic", is_voided=False)
    assert sorted(int(one.number) for one in drawn) == [140, 146]


def test_every_number_that_the_form_demands_must_be_measured() -> None:
    form = rulebook().forms["diabetes-follow-up"]
    assert not rests_on_measures(form, {"systolic", "diastolic"})
    assert rests_on_measures(form, {"systolic", "diastolic", "fasting_glucose"})


def test_the_residents_page_leads_to_the_follow_up_that_is_due(doctor) -> None:
    resident = hypertension()
    services.enrol_due(by=SystemViewer(), on=DAY - dt.timedelta(days=120))
    part = reverse("care:of_resident", args=[resident.id])
    assert "今日已测" not in doctor.get(part).content.decode()
    measure(resident, systolic=146, diastolic=88)
    text = doctor.get(part).content.decode()
    assert "今日已测：" in text and "146" in text and "直接完成高血压患者随访" in text


def test_a_clinic_system_posts_what_it_measured_over_the_api() -> None:
    resident = hypertension()
    assert measure(resident, systolic=146, source="clinic")["systolic"].source == "clinic"
