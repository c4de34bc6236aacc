"""A doctor signs in, finds a resident by the search box, and reads the page; a bureau weighs a scheme."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from tests.registry.organization.factories import COUNTY
from tests.registry.people.factories import make_household, make_national_id, make_resident

pytestmark = pytest.mark.browser
HERE = f"{COUNTY}100201"
NUMBER = make_national_id(dt.date(1954, 5, 6))
PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "zh-CN", "has_touch": True}


@pytest.fixture
def resident(county):
    household = make_household(members=2, village=HERE)
    return make_resident(
        name="沈建国",
        birth_date=dt.date(1954, 5, 6),
        number=NUMBER,
        phone="13800138000",
        village=HERE,
        household=household,
        groups=("hypertension",),
    )


def find(page, text: str) -> None:
    box = page.get_by_role("search").get_by_role("searchbox")
    box.fill(text)
    box.press("Enter")


def test_a_doctor_finds_a_resident_and_sees_a_number_for_a_reason(page, sign_in_as, resident, assert_accessible):
    # given a doctor of the township
    sign_in_as(page, "doctor", region=f"{COUNTY}100")
    assert_accessible(page)
    # when they type initials into the box at the top
    find(page, "sjg")
    assert_accessible(page)
    page.get_by_role("link", name="沈建国").click()
    # then the page tells who this is, without numbers
    expect(page.get_by_role("heading", level=1)).to_contain_text("沈建国")
    expect(page.locator("body")).not_to_contain_text(NUMBER)
    assert_accessible(page)
    # and shows them, in place, for a reason
    page.get_by_label("查看原因").fill("核对身份证")
    page.get_by_role("button", name="显示全号").click()
    expect(page.locator("#numbers")).to_contain_text(NUMBER)
    assert_accessible(page)


def test_a_number_typed_into_the_box_never_shows_in_an_address(page, sign_in_as, resident):
    visited = []
    page.on("request", lambda request: visited.append(request.url))
    sign_in_as(page, "doctor", region=f"{COUNTY}100")
    find(page, NUMBER)
    expect(page.get_by_role("heading", level=1)).to_contain_text("沈建国")
    assert not any(NUMBER in url for url in visited)


def test_on_a_phone_the_menu_stands_at_the_bottom(open_page, sign_in_as, resident, assert_accessible):
    page = open_page(**PHONE)
    sign_in_as(page, "doctor", region=f"{COUNTY}100")
    page.get_by_role("navigation", name="常用", exact=True).get_by_role("link", name="查找").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("查找居民")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert_accessible(page)


def test_the_pages_speak_english_when_asked(page, sign_in_as, resident, assert_accessible):
    sign_in_as(page, "doctor", region=f"{COUNTY}100")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello")
    find(page, "shen jian guo")
    page.get_by_role("link", name="沈建国").click()
    expect(page.locator("main")).to_contain_text("Hypertension")
    assert_accessible(page)


def test_the_bureau_sees_what_a_scheme_would_change_before_it_adopts_it(page, sign_in_as, assert_accessible):
    # given the bureau of the county
    sign_in_as(page, "county_bureau")
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="采用方案").click()
    assert_accessible(page)
    # when it chooses a scheme
    page.get_by_role("link", name="采用方案").last.click()
    page.get_by_label("以家庭为单位签约").check()
    assert_accessible(page)
    page.get_by_role("button", name="看会改变什么").click()
    # then old and new stand side by side
    expect(page.locator("main")).to_contain_text("1,500 户 · 超过不能签")
    assert_accessible(page)
    # and it is in force once confirmed
    page.get_by_role("button", name="确认采用").click()
    expect(page.locator("main")).to_contain_text("执行中")
