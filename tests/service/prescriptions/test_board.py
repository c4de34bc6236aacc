"""The board of indicators: what is counted of orders, notices and institutions, by place, as a page and a file."""

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.service.prescriptions import selectors, services
from jiayi.service.prescriptions.selectors.board import Share
from tests.registry.access.factories import make_post, make_user
from tests.registry.organization import factories as organization
from tests.service.agreements.factories import COUNTY, TOWNSHIP, VILLAGE

from .factories import (
    DAY,
    NOON,
    ONE_DAY,
    dispensed,
    issue,
    issue_long,
    make_patient,
    make_place,
    passed,
    stocked,
    viewer,
)
from .test_aftercare import tell, telling

pytestmark = pytest.mark.django_db
LATER = DAY + 40 * ONE_DAY


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: LATER)


@pytest.fixture
def county():
    """Five signed: one regular, one who came late, one stopped, one not dispensed, one without an order."""
    place = make_place()
    stocked(place, 10_000)
    regular, late, stopped, waiting, without = (make_patient(place) for _ in range(5))
    first = passed(place, issue_long(place, regular))
    dispensed(place, first, 28)
    dispensed(place, first, 28, on=DAY + 25 * ONE_DAY)
    second = passed(place, issue_long(place, late))
    dispensed(place, second, 28)
    third = passed(place, issue(place, stopped))
    services.stop_prescription(by=place.doctor, prescription_id=third.id, reason="own_wish", note="", on=DAY)
    issue(place, waiting)
    tell(telling(place), regular, late, told_on=DAY)
    assert without
    return place


def found(place, region=COUNTY, **days):
    return selectors.board(place.doctor, region, **({"since": DAY, "until": LATER} | days))


def test_what_is_counted(county) -> None:
    whole = found(county).whole
    assert (whole.orders, whole.running) == (4, 2)
    assert whole.shares["consent"] == Share(2, 2) and whole.shares["audited"] == Share(2, 2)
    assert whole.shares["long"] == Share(2, 3)  # one still waits for the pharmacist
    assert whole.shares["stopped"] == Share(1, 4) and whole.shares["notice"] == Share(2, 5)
    assert whole.shares["offering"] == Share(1, 1) and whole.shares["match"].value is None
    # 40 days since the first part: 28 + 28 given cover all of them, 28 alone only seven tenths
    assert whole.shares["regular"] == Share(1, 2)
    assert dict(found(county).reasons) == {"own_wish": 1}


def test_parts_add_up_to_the_whole_and_days_narrow_the_orders(county) -> None:
    one = found(county)
    assert [part.code for part in one.parts] == [TOWNSHIP]
    assert VILLAGE in [part.code for part in found(county, TOWNSHIP).parts]
    assert found(county, since=DAY + ONE_DAY).whole.orders == 0


def test_who_is_far_sees_nothing(county) -> None:
    with pytest.raises(NotVisible):
        selectors.board(viewer(organization.make_practitioner(), "420325"), COUNTY, since=DAY, until=LATER)


def test_the_page_and_the_file_say_the_same(client, county, monkeypatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    user = make_user(region_id=COUNTY)
    make_post(user=user, code="county_bureau", region=COUNTY)
    client.force_login(user)
    address = reverse("prescriptions:board") + f"?since={DAY.isoformat()}"
    page = client.get(address).content.decode()
    assert "40.0%" in page and "居民要求" in page and "普通门诊处方" in page
    file = client.post(address, {"export": "all-xlsx"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue())).get_sheet_by_index(0).to_python()
    assert any("40.0%" in row and "50.0%" in row for row in rows)


def test_a_board_of_many_orders_asks_as_often_as_one_of_few(county, django_assert_max_num_queries) -> None:
    for _ in range(6):
        passed(county, issue(county, make_patient(county)))
    with django_assert_max_num_queries(40):
        found(county)
