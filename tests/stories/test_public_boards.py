"""A manager completes a village's board, publishes and prints it; a visitor opens its address on a phone."""

import pytest
from playwright.sync_api import expect

from tests.registry.organization.factories import (
    COUNTY,
    make_adoption,
    make_area,
    make_institution,
    make_practitioner,
    make_team,
)

pytestmark = pytest.mark.browser
TOWNSHIP = f"{COUNTY}100"
PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "zh-CN", "has_touch": True}


def test_a_board_is_completed_published_printed_and_read_by_a_visitor(
    page, open_page, sign_in_as, county, assert_accessible
):
    # given a team with a village, whose doctor has something to tell and agreed to nothing yet
    make_adoption(COUNTY, "urban-team")
    centre = make_institution(TOWNSHIP, name="城关镇卫生院", hotline="0719-2720120", hours="8:00-18:00")
    doctor = make_practitioner(centre, "gp", name="单小明", phone="0719-2729999", training="省级转岗培训")
    team = make_team(centre, name="春晖团队", roles=(), leader=doctor)
    make_area(team, f"{TOWNSHIP}201")
    sign_in_as(page, "institution_manager", institution=centre)
    # when the manager opens the board, it says what is lacking
    page.goto("/boards/")
    expect(page.locator("#list")).to_contain_text("未发布")
    page.get_by_role("link", name="第201村村委会").click()
    expect(page.locator("main")).to_contain_text("公示缺“专长”")
    assert_accessible(page)
    # and ticks what the doctor agreed to
    page.get_by_role("link", name="单小明").click()
    page.get_by_label("专长", exact=True).first.fill("糖尿病足护理")
    page.get_by_label("学历和培训进修经历").check()
    page.locator("input[name=public_fields][value=speciality]").check()
    page.get_by_label("本人同意日期").fill("2026-01-05")
    page.get_by_role("button", name="保存").click()
    # then the board is complete, is published and can be printed
    page.goto(f"/boards/village/{TOWNSHIP}201/")
    expect(page.locator("main")).to_contain_text("公示内容齐全")
    page.get_by_label("本地通知").fill("每月逢五下村巡诊")
    page.get_by_role("button", name="发布公示栏").click()
    expect(page.locator("#messages")).to_contain_text("公示栏已发布")
    poster = page.context.request.get(page.get_by_role("link", name="海报 A3").get_attribute("href"))
    assert poster.ok and poster.body()[:5] == b"%PDF-"
    # and a visitor who scans the code reads it on a phone, without signing in
    phone = open_page(**PHONE)
    phone.goto(page.locator("main code", has_text="/board/village/").inner_text())
    expect(phone.get_by_role("heading", level=1)).to_contain_text("第201村村委会")
    expect(phone.locator("main")).to_contain_text("糖尿病足护理")
    expect(phone.locator("main")).to_contain_text("每月逢五下村巡诊")
    expect(phone.locator("main")).not_to_contain_text("0719-2729999")
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    whole = "svg => svg.querySelector('path').getBoundingClientRect().width <= svg.getBoundingClientRect().width"
    assert phone.locator(".board-qr svg").evaluate(whole), "the code is not cut off"
    assert_accessible(phone)
    # in English too
    phone.get_by_role("link", name="English").click()
    expect(phone.locator("main")).to_contain_text("Hotline")
    assert_accessible(phone)
    # and where nothing is published, a calm page says so
    phone.goto(f"/board/village/{TOWNSHIP}202/")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("这里还没有发布公示")
    assert_accessible(phone)
