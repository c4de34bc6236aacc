"""Somebody is signed and not served: found by name, served, confirmed, and served they are."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from jiayi.foundation.base import clock
from jiayi.service.agreements.models import Agreement
from tests.registry.organization.factories import COUNTY, make_area, make_institution, make_team
from tests.registry.people.factories import make_resident
from tests.service.agreements.factories import LONG_SINCE, make_signer, sign

pytestmark = pytest.mark.browser
HERE = f"{COUNTY}100201"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


@pytest.fixture
def agreement(county):
    """Signed a month ago; nothing was done since."""
    team = make_team(make_institution(f"{COUNTY}100", name="城关镇卫生院"), name="春晖团队")
    make_area(team, HERE)
    resident = make_resident(name="沈建国", birth_date=dt.date(1974, 5, 6), village=HERE, resident_since=LONG_SINCE)
    sign(team, resident, by=make_signer(f"{COUNTY}100"), signed_on=clock.today() - dt.timedelta(days=28))
    return Agreement.objects.get()


def test_who_is_signed_and_not_served_is_found_served_and_confirmed(page, sign_in_as, agreement, assert_accessible):
    sign_in_as(page, "doctor", institution=agreement.institution)
    # given somebody on the list
    page.goto("/unserved/")
    expect(page.locator("#list")).to_contain_text("沈建国")
    assert_accessible(page)
    page.get_by_role("link", name="履约情况").click()
    expect(page.locator("main")).to_contain_text("尚未有效")
    assert_accessible(page)
    # when advice is given and entered
    page.get_by_role("link", name="登记服务").click()
    page.get_by_label("服务项目").select_option("contact")
    page.get_by_label("服务方式").select_option("phone")
    assert_accessible(page)
    page.get_by_role("button", name="登记").click()
    expect(page.locator("main")).to_contain_text("工作人员录入")
    expect(page.locator("main")).to_contain_text("另有 1 次因佐证不足未计")
    # and the resident confirms it
    page.get_by_role("link", name="居民确认").click()
    page.get_by_role("button", name="登记").click()
    expect(page.locator("main")).to_contain_text("双方确认")
    expect(page.locator("main")).not_to_contain_text("尚未有效")
    # then nobody is on the list
    page.goto("/unserved/")
    expect(page.locator("#list")).to_contain_text("没有签而未服的居民")


def test_the_promises_are_read_on_a_phone(open_page, sign_in_as, agreement, assert_accessible):
    phone = open_page(**PHONE, locale="zh-CN")
    sign_in_as(phone, "doctor", institution=agreement.institution)
    phone.goto(f"/agreements/{agreement.id}/promises/")
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert_accessible(phone)
