"""Visits that go by age."""

import datetime as dt

import pytest

from jiayi.foundation.base.viewer import SystemViewer
from jiayi.registry.tasks import services as tasks
from jiayi.service.care import services

from .factories import DAY, enrolment_of, make_resident, make_village

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
