"""An institution manager forms a team, gives it the villages nobody has, and hands a leaving doctor's duties over."""

from datetime import date

import pytest
from playwright.sync_api import expect

from jiayi.registry.organization import selectors
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


@pytest.fixture
def centre(county):
    make_adoption(COUNTY, "urban-team")
    return make_institution(TOWNSHIP, name="城关镇卫生院")


def test_a_manager_forms_a_team_and_sees_the_check_while_choosing(page, sign_in_as, centre, assert_accessible):
    # given three people who may form a team
    people = {
        role: make_practitioner(centre, role, name=name)
        for role, name in (("gp", "单小明"), ("nurse", "解芳"), ("public_health", "仇和平"))
    }
    sign_in_as(page, "institution_manager", institution=centre)
    # when the manager chooses two of them
    page.goto("/teams/")
    page.get_by_role("link", name="组建团队").click()
    page.get_by_label("单小明的角色").select_option("gp")
    page.get_by_label("解芳的角色").select_option("nurse")
    page.get_by_label("单小明任队长").check()
    # then the page says what is missing before anything is sent
    expect(page.locator("#composition")).to_contain_text("不符合要求")
    page.locator("#composition summary").click()
    expect(page.locator("#composition")).to_contain_text("团队缺公共卫生人员1名")
    assert_accessible(page)
    # and with the third the team is complete
    page.get_by_label("仇和平的角色").select_option("public_health")
    expect(page.locator("#composition")).not_to_contain_text("不符合要求")
    expect(page.locator("#composition")).to_contain_text("符合要求")
    page.get_by_label("团队名称").fill("春晖团队")
    page.get_by_role("button", name="组建团队").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("春晖团队")
    expect(page.locator("main")).to_contain_text(people["nurse"].name)
    assert_accessible(page)


def test_a_manager_gives_the_uncovered_villages_to_a_team_in_one_go(open_page, sign_in_as, centre, assert_accessible):
    # given a township whose second village nobody answers for, seen on a phone
    team = make_team(centre, name="春晖团队")
    make_area(team, f"{TOWNSHIP}201")
    page = open_page(**PHONE)
    sign_in_as(page, "institution_manager", institution=centre)
    page.goto(f"/institutions/{centre.id}/areas/")
    expect(page.locator("tr.organization-gap")).to_have_count(1)
    assert_accessible(page)
    # when it is ticked and given to the team
    page.get_by_label("第202村村委会", exact=True).check()
    page.get_by_label("团队", exact=True).select_option(label="春晖团队")
    expect(page.locator("#id_responsible option")).to_have_count(3)
    page.get_by_role("button", name="划给团队").click()
    # then there is no gap any more, without the page being left
    expect(page.locator("#partition")).to_contain_text("已把1个")
    expect(page.locator("tr.organization-gap")).to_have_count(0)
    assert_accessible(page)
    # and giving it once more is refused with the clause
    page.get_by_label("第202村村委会", exact=True).check()
    page.get_by_label("团队", exact=True).select_option(label="春晖团队")
    expect(page.locator("#id_responsible option")).to_have_count(3)
    page.get_by_role("button", name="划给团队").click()
    expect(page.locator("#partition")).to_contain_text("B_AREA_OVERLAP")
    assert_accessible(page)


def test_a_leaving_doctors_duties_are_seen_before_they_are_handed_over(page, sign_in_as, centre, assert_accessible):
    # given a leader of a team with a village, and a colleague
    team = make_team(centre, name="春晖团队")
    make_area(team, f"{TOWNSHIP}201")
    colleague = make_practitioner(centre, "gp", name="单小明")
    sign_in_as(page, "institution_manager", institution=centre)
    # when the manager prepares the hand-over
    page.goto(f"/practitioners/{team.leader_id}/")
    page.get_by_role("link", name="离岗交接").click()
    page.get_by_label("最后在岗日").fill("2026-12-31")
    page.get_by_label("接替人").select_option(label="单小明 · 城关镇卫生院")
    page.get_by_role("button", name="预览交接内容").click()
    # then every duty is listed, and nothing has happened
    expect(page.locator("main")).to_contain_text("预检通过")
    assert_accessible(page)
    assert selectors.team_facts(team.id, _day("2027-01-01")).leader_id == team.leader_id
    # and confirming does it
    page.get_by_role("button", name="确认交接").click()
    expect(page.locator("#messages")).to_contain_text("交接已完成")
    assert selectors.team_facts(team.id, _day("2027-01-01")).leader_id == colleague.id


def _day(text: str) -> date:
    return date.fromisoformat(text)
