"""An agreement is renewed, shown to whoever scans its paper, and ended; the paper is opened and read."""

import datetime as dt
import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from jiayi.foundation.base import clock
from jiayi.service.agreements.models import Agreement
from tests.registry.organization.factories import COUNTY, make_area, make_institution, make_team
from tests.registry.people.factories import make_national_id, make_resident
from tests.service.agreements.factories import LONG_SINCE, make_signer, sign

pytestmark = pytest.mark.browser
HERE = f"{COUNTY}100201"
NUMBER = make_national_id(dt.date(1954, 5, 6))
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


@pytest.fixture
def team(county):
    team = make_team(make_institution(f"{COUNTY}100", name="城关镇卫生院"), name="春晖团队")
    make_area(team, HERE)
    return team


@pytest.fixture
def agreement(team):
    """Signed eleven months ago."""
    born = dt.date(1954, 5, 6)
    resident = make_resident(name="沈建国", birth_date=born, number=NUMBER, village=HERE, resident_since=LONG_SINCE)
    signed_on = clock.today() - dt.timedelta(days=335)
    sign(team, resident, by=make_signer(f"{COUNTY}100"), signed_on=signed_on, packages=("basic", "elderly"))
    return Agreement.objects.get()


def test_an_agreement_is_renewed_from_the_day_after_it_ends(page, sign_in_as, agreement, assert_accessible):
    sign_in_as(page, "doctor", institution=agreement.institution)
    page.goto(f"/residents/{agreement.resident_id}/")
    page.get_by_role("link", name="续签", exact=True).click()
    expect(page.get_by_label("签约类型")).to_have_value("renewal")
    start = (agreement.ends_on + dt.timedelta(days=1)).isoformat()
    expect(page.locator(".sign-judgement")).to_contain_text(start)
    page.get_by_role("button", name="下一步：确认").click()
    page.get_by_role("button", name="签约", exact=True).click()
    expect(page.locator("main")).to_contain_text("待生效")
    assert_accessible(page)


def test_the_paper_is_printed_and_whoever_scans_it_sees_no_more_than_it_says(
    page, open_page, sign_in_as, agreement, assert_accessible
):
    sign_in_as(page, "doctor", institution=agreement.institution)
    page.goto(f"/agreements/{agreement.id}/")
    assert_accessible(page)
    # given the paper as it is printed: two copies, masked numbers
    expect(page.get_by_role("button", name="打印协议")).to_be_visible()
    address = f"/agreements/papers/{agreement.paper_id}/pdf/"
    printed = PdfReader(io.BytesIO(page.request.get(address).body()))
    text = "".join(sheet.extract_text() for sheet in printed.pages).replace(" ", "")
    assert "甲方留存" in text and "乙方留存" in text and "沈建国" in text and "全部成员合计" in text
    assert NUMBER not in text
    # when somebody who is not signed in follows its code, on a phone
    visitor = open_page(**PHONE, locale="en")
    visitor.goto(f"/verify/{agreement.paper.verification_code}/")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("A true agreement, on record and in force")
    expect(visitor.locator("body")).to_contain_text("沈**")
    expect(visitor.locator("body")).not_to_contain_text("沈建国")
    assert visitor.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert_accessible(visitor)


def test_an_agreement_is_ended_at_the_residents_wish_and_the_code_says_so(
    page, sign_in_as, agreement, assert_accessible
):
    sign_in_as(page, "doctor", institution=agreement.institution)
    page.goto(f"/agreements/{agreement.id}/terminate/")
    page.get_by_label("原因").select_option("own_wish")
    assert_accessible(page)
    # without the resident's confirmation it is refused, and by which clause
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.locator(".breach")).to_contain_text("解约须居民确认")
    expect(page.get_by_label("原因")).to_have_value("own_wish")
    assert_accessible(page)
    page.get_by_label("居民（或监护人）已确认解约").check()
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.locator("main")).to_contain_text("随之结束")
    page.get_by_role("button", name="确认解约").click()
    expect(page.locator("#messages")).to_contain_text("已解约")
    page.goto(f"/verify/{agreement.paper.verification_code}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("协议登记在案，现已不再有效")
    assert_accessible(page)
