"""A manager sees which team has promised more than it can do and why, and enters the hours its members really have."""

import pytest
from playwright.sync_api import expect

from jiayi.registry.organization.models import TeamMember
from tests.registry.organization.factories import COUNTY, make_area, make_institution, make_team
from tests.service.agreements import factories as signing

pytestmark = pytest.mark.browser
TOWNSHIP = f"{COUNTY}100"
VILLAGE = f"{TOWNSHIP}201"
PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "zh-CN", "has_touch": True}


@pytest.fixture
def centre(county):
    """A centre with a team that has ten residents and half an hour a week, and one that nobody has signed with."""
    centre = make_institution(TOWNSHIP, name="城关镇卫生院")
    team = make_team(centre, name="春晖团队")
    make_team(centre, name="暖阳团队")
    make_area(team, VILLAGE)
    for number in range(10):
        resident = signing.make_resident(name=f"沈建{'一二三四五六七八九十'[number]}", village=VILLAGE)
        signing.sign(team, resident, by=signing.make_signer(TOWNSHIP))
    TeamMember.objects.filter(team=team).update(weekly_hours="0.1")
    return centre


def test_the_heaviest_team_is_found_explained_and_given_time(page, sign_in_as, centre, assert_accessible):
    # given a manager who looks for teams that have promised too much
    sign_in_as(page, "institution_manager", institution=centre)
    page.get_by_role("link", name="团队工作量").first.click()
    expect(page.locator("#list tbody tr").first).to_contain_text("春晖团队")
    expect(page.locator("#list tbody tr").first).to_contain_text("超出可用时间")
    expect(page.locator("#list svg").first).to_be_visible()
    assert_accessible(page)
    # when the list is narrowed and the team opened
    page.get_by_label("工作量", exact=True).select_option("over")
    expect(page.locator("#list tbody tr")).to_have_count(1)
    page.get_by_role("link", name="春晖团队").click()
    # then what makes the load stands there with where it is written
    expect(page.locator("main")).to_contain_text("健康评估")
    expect(page.locator("main")).to_contain_text("填报每周 0.1 小时")
    page.locator("summary", has_text="依据").first.click()
    expect(page.locator("main")).to_contain_text("workload.item_minutes")
    assert_accessible(page)
    # and with the hours that the members really have, the team can bear it
    page.get_by_role("link", name="团队", exact=True).click()
    expect(page.locator("main")).to_contain_text("超出成员可用")
    page.get_by_role("link", name="调整成员").click()
    for field in (
        page.locator("tr", has=page.locator("option[value]:checked:not([value=''])"))
        .locator("input[type=number]")
        .all()
    ):
        field.fill("20")
    assert_accessible(page)
    page.get_by_role("button", name="保存").click()
    expect(page.locator("main")).to_contain_text("每周 20 小时")
    expect(page.locator("main")).to_contain_text("可承担")


def test_a_doctor_is_told_on_the_phone_what_a_signature_adds(open_page, sign_in_as, centre, assert_accessible):
    # given a resident of the village of a team that has no time left
    resident = signing.make_resident(name="陈秀英", village=VILLAGE)
    page = open_page(**PHONE)
    sign_in_as(page, "doctor", institution=centre)
    # when the doctor opens the signing page
    page.goto(f"/residents/{resident.id}/sign/")
    # then the load is told, and signing is still possible
    expect(page.locator("main")).to_contain_text("本次签约每年增加")
    expect(page.locator("main")).to_contain_text("超出成员可用")
    expect(page.locator("main")).to_contain_text("可以签约")
    assert_accessible(page)
