"""A bureau goes from the county's coverage down to the persons behind a number; a partner sees numbers alone."""

import pytest
from playwright.sync_api import expect

from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.insight.indicators.services import compute_coverage
from tests.registry.organization.factories import COUNTY, make_adoption, make_area, make_institution, make_team
from tests.registry.people.factories import make_resident
from tests.service.agreements.factories import LONG_SINCE, make_signer, sign

pytestmark = pytest.mark.browser
HERE = f"{COUNTY}100201"
PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "zh-CN", "has_touch": True}


@pytest.fixture
def counted(county):
    """Two of three residents of a village are signed, one of them with hypertension."""
    make_adoption(COUNTY, "county-2018")
    team = make_team(make_institution(f"{COUNTY}100", name="城关镇卫生院"), name="春晖团队")
    make_area(team, HERE)
    groups = {"沈建国": ("hypertension",), "钱小梅": (), "费志强": ("hypertension",)}
    people = {
        name: make_resident(name=name, village=HERE, resident_since=LONG_SINCE, groups=held)
        for name, held in groups.items()
    }
    for name in ("沈建国", "钱小梅"):
        sign(team, people[name], by=make_signer(f"{COUNTY}100"), signed_on=clock.today())
    compute_coverage(by=SystemViewer(), on=clock.today(), at=clock.now())


def test_the_bureau_goes_down_to_the_persons_behind_a_number(page, sign_in_as, counted, assert_accessible):
    sign_in_as(page, "county_bureau")
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="签约覆盖率").click()
    expect(page.locator("main")).to_contain_text("66.7 %")
    expect(page.locator("main svg").first).to_be_visible()
    assert_accessible(page)
    # when it asks for the chronic patients, and where the target stands
    page.get_by_label("人群").select_option(label="高血压和糖尿病")
    expect(page.locator("main")).to_contain_text("50.0 %")
    page.locator("summary", has_text="口径与依据").click()
    expect(page.locator("main details[open]")).to_contain_text("S0")
    assert_accessible(page)
    # then township, village, and the persons themselves
    page.get_by_role("link", name="第100镇").first.click()
    page.get_by_role("link", name="第201村").first.click()
    page.locator("main table").get_by_role("link", name="1", exact=True).first.click()
    expect(page.locator("main table")).to_contain_text("沈建国")
    page.get_by_role("link", name="未签约").click()
    expect(page.locator("main table")).to_contain_text("费志强")
    assert_accessible(page)


def test_a_partner_sees_numbers_on_a_phone_and_nobodys_name(open_page, sign_in_as, counted, assert_accessible):
    page = open_page(**PHONE)
    sign_in_as(page, "partner")
    page.goto(f"/coverage/{COUNTY}/")
    expect(page.locator("main")).to_contain_text("66.7 %")
    assert page.locator("main a[href*='persons']").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert_accessible(page)
