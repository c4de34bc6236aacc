"""Work done in a month by team and kind: every number is its records, with how well they are proved."""

import datetime as dt

import pytest
from django.test import Client

from jiayi.foundation.rulebook import rulebook
from jiayi.service.care import selectors, services
from tests.registry.access.factories import make_post, make_user

from .factories import DAY, NOON, carer, hypertension, make_resident, make_village, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return make_village()


def done(by=None, month=DAY):
    since, until = month.replace(day=1), month.replace(day=28)
    return selectors.work_done(by or carer(), since=since, until=until, on=DAY)


def test_records_are_counted_by_team_and_kind_with_the_share_that_is_proved(village) -> None:
    resident = hypertension()
    save(resident, evidence="b")
    save(resident, visit_on=dt.date(2026, 11, 20), on=dt.date(2026, 11, 20))
    save(resident, visit_on=dt.date(2026, 10, 2))
    voided = save(make_resident(name="李四", groups=("hypertension",)))
    services.void_record(by=carer(), record_id=voided.id, note="录错", on=DAY, at=NOON)
    (row,) = done()
    assert (row.team_id, dict(row.kinds), row.total, row.proved) == (village.team.id, {"chronic_management": 2}, 2, 1)


def test_the_nine_kinds_of_the_scheme_are_the_kinds_of_work(village) -> None:
    scheme = rulebook().schemes["doctors-into-families"].overrides["contract_service.kinds"][0].value
    assert list(rulebook().work_kinds) == scheme


def test_a_number_leads_to_the_records_behind_it(village) -> None:
    save(hypertension(), evidence="b")
    user = make_user()
    make_post(user=user, code="doctor", region="420324101")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/records/work/?month=2026-11").content.decode()
    assert "慢性病管理" in page and "100%" in page and "kind=chronic_management" in page
    listed = client.get("/records/?kind=chronic_management&visit_from=2026-11-01&visit_to=2026-11-30").content.decode()
    assert "张大山" in listed
    assert "张大山" not in client.get("/records/?kind=child_health").content.decode()
    assert "这个月没有服务记录" in client.get("/records/work/?month=2020-01").content.decode()


def test_work_out_of_reach_is_not_counted(village) -> None:
    save(hypertension())
    assert done(carer("420324102")) == []
