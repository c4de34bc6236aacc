"""Risk scores: each input with its origin, what is missing by name, never a value put in for it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from jiayi.foundation.base import clock
from jiayi.service.care import services
from jiayi.service.care.models import Observation
from jiayi.service.care.selectors.risks import risk_scores
from tests.registry.access.factories import signed_in

from .factories import carer, hypertension, make_resident, make_village, save

pytestmark = pytest.mark.django_db
ASSESSED = {
    "self_rated_health": "satisfied",
    "main_problems": "无",
    "hypertension": False,
    "diabetes": False,
    "family_history": False,
    "diabetes_family_history": True,
    "smoker": True,
    "north": True,
    "urban": False,
    "systolic": 138,
    "diastolic": 84,
    "treated": False,
    "height": 168,
    "weight": 72.0,
    "waist": 92.0,
    "total_cholesterol": 5.2,
    "hdl": 1.1,
    "management_class": "ordinary",
    "conclusion": "吸烟",
    "guidance": "戒烟",
}


@pytest.fixture
def village():
    return make_village()


@pytest.fixture
def resident(village):
    return make_resident(name="沈建国", sex="male", birth_date=dt.date(1970, 3, 4))


def assess(resident, **values):
    today = clock.today()
    return save(resident, ASSESSED | values, form="health-assessment", visit_on=today, on=today)


def scores(resident):
    return {one.rule: one for one in risk_scores(carer(), resident.id, on=clock.today())}


def test_without_anything_known_every_input_is_missing_and_there_is_no_result(resident):
    found = scores(resident)["care.ascvd.china_par"]
    assert found.outcome == {}
    assert set(found.inputs) == {"sex", "age"}
    assert {"systolic", "smoker", "north", "hdl_mg_dl"} <= set(found.missing)


def test_every_input_says_where_it_comes_from_and_a_later_measurement_goes_first(resident):
    record = assess(resident)
    services.observe(
        by=carer(),
        resident_id=resident.id,
        code="systolic",
        number=Decimal(150),
        unit="mmhg",
        at=clock.now(),
        source="device",
        device="",
        now=clock.now(),
    )
    found = scores(resident)["care.ascvd.china_par"]
    assert found.missing == [] and found.outcome["available"]
    value, origin = found.inputs["systolic"]
    assert (value, origin.kind, origin.record_id) == (150, "measured", None)
    value, origin = found.inputs["smoker"]
    assert (value, origin.kind, origin.record_id) == (True, "assessment", record.id)
    assert found.inputs["age"][1].kind == "register"


def test_values_of_a_record_made_in_the_morning_are_not_of_its_noon(resident):
    record = assess(resident)
    at = Observation.objects.filter(record=record, code="systolic").values_list("at", flat=True).get()
    assert at <= record.created_at


def test_saving_the_assessment_keeps_the_result_with_its_inputs(resident):
    record = assess(resident)
    kept = Observation.objects.get(code="ascvd_risk", record=record)
    assert kept.number == Decimal(str(scores(resident)["care.ascvd.china_par"].outcome["risk_percent"]))
    assert record.versions.get().values["waist"] == 92.0


def test_one_missing_answer_is_named_and_not_replaced(resident):
    assess(resident, north=None)
    found = scores(resident)["care.ascvd.china_par"]
    assert found.missing == ["north"] and found.outcome == {}


def test_who_is_in_the_group_has_hypertension_and_the_diabetes_score_is_not_for_diabetics(village):
    patient = hypertension(groups=("hypertension", "diabetes"))
    found = scores(patient)
    assert found["care.diabetes.risk_score"].applies is False
    assert found["care.hypertension.stratify"].inputs == {} or "systolic" in found["care.hypertension.stratify"].missing


def test_the_form_is_filled_with_the_facts_that_are_known_and_tells_the_measurements(client, village):
    patient = hypertension()
    url = reverse("care:new_record", args=[patient.id, "health-assessment"])
    page = signed_in(client, "doctor", region="420324101")
    initial = page.get(url).context["form"].initial
    assert initial["hypertension"] is True and "diabetes" not in initial
    assess(patient, hypertension=True, diabetes=False, risk_factors=["none"], ckd_stage=0, treated=True)
    answer = page.get(url)
    initial = answer.context["form"].initial
    assert (initial["smoker"], initial["treated"], initial["diabetes"]) == (True, True, False)
    assert "systolic" not in initial and "waist" not in initial
    assert "已知：138" in answer.text and '<input type="hidden" name="copied" value="smoker">' in answer.text


def test_the_page_names_the_missing_leads_to_the_form_and_says_what_is_unverified(client, resident):
    page = signed_in(client, "doctor", region="420324101")
    url = reverse("care:risks", args=[resident.id])
    text = page.get(url).text
    assert "还缺：" in text and reverse("care:new_record", args=[resident.id, "health-assessment"]) in text
    assert "尚未与原文核对" in text and "China-PAR" in text
    assess(resident)
    text = page.get(url).text
    assert "健康评估" in text and "居民登记" in text and "%" in text
    client.cookies["django_language"] = "en"
    assert "Ten-year cardiovascular risk" in page.get(url, headers={"accept-language": "en"}).text
