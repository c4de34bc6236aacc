"""An institution composes a package, the county bureau approves it, it is published, and a resident signs with it."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from jiayi.service.agreements.models import Agreement
from tests.registry.organization.factories import COUNTY, make_institution, make_team
from tests.registry.people.factories import make_resident

pytestmark = pytest.mark.browser
TOWNSHIP = f"{COUNTY}100"


def test_a_package_goes_from_the_institution_by_the_bureau_to_a_residents_agreement(
    open_page, sign_in_as, county, assert_accessible
):
    # given a health centre with a team, and an old resident of its township
    centre = make_institution(TOWNSHIP, name="城关镇卫生院")
    make_team(centre, name="春晖团队")
    resident = make_resident(
        village=f"{TOWNSHIP}201", name="沈建国", birth_date=dt.date(1948, 5, 1), resident_since=dt.date(2015, 1, 1)
    )
    manager = open_page(locale="zh-CN")
    sign_in_as(manager, "institution_manager", institution=centre)
    # when the manager composes a package, the check follows
    manager.goto("/packages/new/")
    manager.get_by_label("名称", exact=False).first.fill("银龄关爱包")
    manager.get_by_label("老年人", exact=True).check()
    manager.get_by_label("上门服务的年次数").fill("4")
    manager.get_by_label("医保预支付").fill("40")
    manager.get_by_label("自费").fill("20")
    manager.get_by_label("自费").blur()
    expect(manager.locator("#package-check")).to_contain_text("基础包对居民免费")
    assert_accessible(manager)
    manager.get_by_label("等级").select_option("intermediate")
    expect(manager.locator("#package-check")).to_contain_text("60.00")
    expect(manager.locator("#package-check")).to_contain_text("可以提交审核")
    manager.get_by_role("button", name="提交审核").click()
    expect(manager.get_by_role("heading", level=1)).to_contain_text("待审核")
    assert_accessible(manager)
    address = manager.url
    # then the bureau sees and approves it
    bureau = open_page(locale="zh-CN")
    sign_in_as(bureau, "county_bureau")
    bureau.goto("/packages/")
    expect(bureau.locator("main")).to_contain_text("1 个服务包待审核")
    assert_accessible(bureau)
    bureau.get_by_role("link", name="银龄关爱包").click()
    bureau.get_by_role("button", name="批准").click()
    expect(bureau.get_by_role("heading", level=1)).to_contain_text("已批准")
    # and the manager publishes it
    manager.goto(address)
    manager.get_by_role("button", name="发布").click()
    dialog = manager.locator("#publish")
    dialog.get_by_label("自何日起").fill(dt.date.today().isoformat())
    dialog.get_by_role("button", name="发布").click()
    expect(manager.get_by_role("heading", level=1)).to_contain_text("在用")
    manager.goto("/packages/prices/")
    expect(manager.locator("main")).to_contain_text("银龄关爱包")
    assert_accessible(manager)
    # and the resident is signed with it: it fits, so it stands first
    manager.goto(f"/residents/{resident.id}/sign/")
    first = manager.locator("[id^=package-]").first
    expect(manager.locator("main")).to_contain_text("银龄关爱包")
    expect(first).not_to_have_id("package-basic")
    manager.get_by_label("银龄关爱包", exact=False).first.check()
    expect(manager.locator("main")).to_contain_text("60.00")
    assert_accessible(manager)
    manager.get_by_role("button", name="下一步：确认").click()
    manager.get_by_role("button", name="签约", exact=True).click()
    expect(manager.locator("main")).to_contain_text("银龄关爱包")
    assert "P0" in "".join(Agreement.objects.get(resident=resident).package_codes)
