"""Visits that go by age, and forms that serve several programmes."""

import datetime as dt

import pytest

from jiayi.foundation.base.viewer import SystemViewer
from jiayi.registry.tasks import services as tasks
from jiayi.service.care import services
from jiayi.service.care.models import Record

from .factories import DAY, enrolment_of, hypertension, make_resident, make_village, pressure, save

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def village():
    return make_village()


def test_a_childs_next_visit_goes_by_age_and_a_missed_window_gives_way() -> None:
    child = make_resident(name="张小宝", birth_date=DAY - dt.timedelta(days=100))
    services.enrol_due(by=SystemViewer(), on=DAY)
    first = enrolment_of(child, "child")
    later = first.to_on + dt.timedelta(days=1)
    assert services.turn_day(by=SystemViewer(), on=later).next_visits_moved == 1
    assert enrolment_of(child, "child").due_on > first.due_on
    assert services.turn_day(by=SystemViewer(), on=later).next_visits_moved == 0
    assert tasks.rebuild(on=later, check=True).total == 0


def combined(**values):
    return {
        "conditions": ["hypertension", "diabetes"],
        "hypertension_symptoms": ["none"],
        "diabetes_symptoms": ["none"],
        "systolic": 132,
        "diastolic": 84,
        "fasting_glucose": 8.1,
        "adherence": "regular",
        "hypoglycaemia": "none",
        **values,
    }


def test_one_combined_visit_is_a_visit_of_each_disease_with_its_own_judgement() -> None:
    resident = hypertension(groups=("hypertension", "diabetes"))
    record = save(resident, combined(), form="three-highs-follow-up")
    outcomes = record.versions.get().outcomes
    assert outcomes["care.hypertension.classify"]["classification"] == "controlled"
    assert outcomes["care.diabetes.classify"]["classification"] == "not_controlled"
    assert record.programmes == ["hypertension", "diabetes"]
    for programme in record.programmes:
        assert enrolment_of(resident, programme).last_on == DAY


def test_of_a_combined_visit_only_the_diseases_asked_count() -> None:
    resident = hypertension()
    save(resident, combined(conditions=["hypertension"]), form="three-highs-follow-up")
    assert Record.objects.get().programmes == ["hypertension"]


def test_the_class_of_the_last_visit_is_known_whichever_form_it_was() -> None:
    resident = hypertension()
    save(resident, pressure(152, 84))
    later = DAY + dt.timedelta(days=14)
    values = combined(conditions=["hypertension"], systolic=154)
    second = save(resident, values, form="three-highs-follow-up", visit_on=later)
    assert second.versions.get().outcomes["care.hypertension.classify"]["referral"] == "advised"
