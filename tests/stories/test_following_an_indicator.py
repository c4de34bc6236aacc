"""A month is closed, and restated with the persons who made the difference."""

import datetime as dt
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.insight.indicators.models import PeriodClose
from jiayi.insight.indicators.services import build_facts
from jiayi.registry.people.models import Resident
from jiayi.service.care.models import Record
from tests.registry.organization.factories import COUNTY, make_adoption, make_area, make_institution, make_team
from tests.service.agreements.factories import make_resident, make_signer, sign

pytestmark = pytest.mark.browser
TOWNSHIP = f"{COUNTY}100"
VILLAGE = f"{TOWNSHIP}201"


@pytest.fixture
def team(county, settings, tmp_path):
    settings.FACTS_ROOT = tmp_path / "facts"
    make_adoption(COUNTY, "county-2018", "doctors-into-families")
    made = make_team(make_institution(TOWNSHIP), name="春晖团队")
    make_area(made, VILLAGE)
    for name, times in {"陈常访": 4, "李少访": 3, "王未访": 0}.items():
        elder = make_resident(name=name, village=VILLAGE, birth_date=dt.date(1950, 5, 1))
        sign(made, elder, by=make_signer(TOWNSHIP))
        _visit(elder, times)
    build_facts(by=SystemViewer(), on=clock.today(), at=clock.now())
    return made


def _visit(resident, times, first=0):
    for day in range(first, first + times):
        on = clock.today().replace(month=1, day=1) + dt.timedelta(days=day)
        Record.objects.create(
            resident=resident,
            region_id=resident.region_id,
            form="home-visit",
            visit_on=on,
            mode="home",
            evidence="a",
            submission_id=uuid4(),
            entered_on=on,
        )


def test_a_month_is_closed_and_restated_with_the_persons(page, sign_in_as, team, assert_accessible):
    sign_in_as(page, "county_bureau")
    # given a month that is closed
    page.goto("/indicators/closes/")
    assert_accessible(page)
    page.get_by_role("button", name="封存").click()
    first = PeriodClose.objects.get()
    expect(page.locator("main")).to_contain_text(first.digest)
    assert_accessible(page)
    # when a forgotten visit is entered and the month is restated
    _visit(Resident.objects.get(name="李少访"), 1, first=20)
    build_facts(by=SystemViewer(), on=clock.today(), at=clock.now())
    page.goto("/indicators/closes/")
    page.get_by_label("重报原因").fill("补录入户记录")
    page.get_by_role("button", name="重报").click()
    # then the changed number leads to the person who made the difference
    page.get_by_role("row", name="65岁以上老人入户率").get_by_role("link").click()
    expect(page.locator("main")).to_contain_text("李少访")
    expect(page.locator("main")).not_to_contain_text("王未访")
    assert_accessible(page)
