"""Surveys of villages: kept once, refused by field, read within reach, summed up for the community diagnosis."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from jiayi.foundation.base.errors import BadShape, NotVisible
from jiayi.service.care import selectors, services
from jiayi.service.care.models import VillageSurvey
from jiayi.service.care.terms import SurveyRequest
from tests.registry.access.factories import signed_in
from tests.registry.organization.factories import COUNTY, make_county

from .factories import DAY, carer

pytestmark = pytest.mark.django_db
HERE, THERE = f"{COUNTY}100201", f"{COUNTY}101201"


@pytest.fixture
def county():
    return make_county(townships=2, villages=2)


def answers(**changes: Any) -> dict[str, Any]:
    usual = {"households": 300, "visited": 60, "water": "well", "asked": 50, "smokers": 20}
    return usual | {"problems": ["hypertension", "diet"], "interventions": ["round"]} | changes


def survey(village: str = HERE, *, day: dt.date = DAY, **changes: Any) -> VillageSurvey:
    asked = SurveyRequest(village, day, answers(**changes), uuid4())
    return services.save_survey(by=carer(COUNTY), asked=asked, on=DAY)


def test_the_surveys_of_a_region_come_to_sums_and_to_how_many_villages_name_a_problem(county) -> None:
    survey(day=DAY - dt.timedelta(days=400), smokers=50)  # a later one stands in its place
    survey()
    survey(f"{COUNTY}100202", smokers=5, problems=["diet"])
    survey(THERE)
    found = selectors.survey_summary(carer(COUNTY), f"{COUNTY}100", on=DAY)
    assert (found["villages"], found["sums"]["asked"], found["sums"]["smokers"]) == (2, 100, 25)
    assert found["named"]["problems"] == {"diet": 2, "hypertension": 1}
    assert selectors.survey_summary(carer(f"{COUNTY}101"), f"{COUNTY}100", on=DAY) == {}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"households": None}, "households"),
        ({"visited": 301}, "visited"),
        ({"smokers": 51}, "smokers"),
        ({"day": DAY + dt.timedelta(days=1)}, "visit_on"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(county, changes, field) -> None:
    with pytest.raises(BadShape) as refused:
        survey(**changes)
    assert [one["field"] for one in refused.value.breaches] == [field]


def test_only_villages_within_reach_are_surveyed(county) -> None:
    asked = SurveyRequest(THERE, DAY, answers(), uuid4())
    for by, region in ((carer(f"{COUNTY}100"), THERE), (carer(COUNTY), f"{COUNTY}100")):
        with pytest.raises(NotVisible):
            services.save_survey(by=by, asked=SurveyRequest(region, DAY, answers(), uuid4()), on=DAY)
    first, again = (services.save_survey(by=carer(COUNTY), asked=asked, on=DAY) for _ in range(2))
    assert first.pk == again.pk and VillageSurvey.objects.count() == 1


def test_a_village_is_surveyed_on_its_page_and_leaves_the_list_of_those_that_wait(client, county) -> None:
    visitor = signed_in(client, "doctor", region=f"{COUNTY}100")
    address = reverse("care:new_survey", args=[HERE])
    assert address in visitor.get(reverse("care:surveys")).text
    assert "必填" in visitor.post(address, {"visit_on": DAY.isoformat(), "submission_id": str(uuid4())}).text
    sent = {"visit_on": dt.date.today().isoformat(), "submission_id": str(uuid4())} | answers(waste_collected="true")
    read = visitor.post(address, sent, follow=True)
    assert "井水" in read.text and "定期巡诊" in read.text
    listed = visitor.get(reverse("care:surveys"))
    assert "高血压及控制" in listed.text and listed.context["waiting"][0][0] != HERE
    file = visitor.post(reverse("care:surveys"), {"export": "all-csv"})
    assert "高血压及控制" in b"".join(file.streaming_content).decode()
