"""A team signs people in three steps: one person, a household by its head, through an assistant, or not at all."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import clock
from jiayi.service.agreements.models import Agreement, Refusal
from tests.registry.organization.factories import COUNTY, make_area, make_institution, make_team
from tests.registry.people.factories import make_household, make_resident
from tests.service.agreements.factories import LONG_SINCE

pytestmark = pytest.mark.browser
HERE = f"{COUNTY}100201"
PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "zh-CN", "has_touch": True}


@pytest.fixture
def team(county):
    team = make_team(make_institution(f"{COUNTY}100", name="城关镇卫生院"), name="春晖团队")
    make_area(team, HERE)
    return team


@pytest.fixture
def household(team):
    """A couple of seventy and their grandchild."""
    household = make_household(village=HERE)
    for name, years, head in (("沈建国", 70, True), ("钱小梅", 68, False), ("沈雨桐", 9, False)):
        born = dt.date(clock.today().year - years, 1, 2)
        member = make_resident(
            name=name, birth_date=born, village=HERE, household=household, resident_since=max(born, LONG_SINCE)
        )
        if head:
            household.head = member
            household.save()
    return household


def find(page, text: str) -> None:
    box = page.get_by_role("search").get_by_role("searchbox")
    box.fill(text)
    box.press("Enter")


def the_check(page):
    return page.locator(".sign-judgement")


def test_a_person_is_signed_in_three_steps_from_the_search_on_a_phone(
    open_page, sign_in_as, household, team, assert_accessible
):
    page = open_page(**PHONE)
    sign_in_as(page, "doctor", institution=team.institution)
    # first: found
    find(page, "沈建国")
    page.get_by_role("link", name="签约", exact=True).click()
    # second: filled in, with price, payers and term beside it
    page.get_by_label("老年人包").check()
    expect(the_check(page)).to_contain_text("50.00")
    expect(the_check(page)).to_contain_text(team.leader.name)
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("button", name="下一步：确认").click()
    # third: confirmed, and by what right
    expect(page.locator("main")).to_contain_text("沈建国 · 本人")
    page.locator("summary", has_text="依据").last.click()
    expect(page.locator(".reasons-list").last).to_contain_text("老年人包每人每年50.00元")
    assert_accessible(page)
    page.get_by_role("button", name="签约", exact=True).click()
    expect(page.locator("#messages")).to_contain_text("已签约")
    assert Agreement.objects.get().resident.name == "沈建国"
    assert_accessible(page)
    # going back from the paper leads to the form
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("沈建国")


def test_who_may_not_be_signed_is_refused_with_the_clause(page, sign_in_as, team, assert_accessible):
    newcomer = make_resident(name="费志强", village=HERE, resident_since=clock.today() - dt.timedelta(days=70))
    sign_in_as(page, "doctor", institution=team.institution)
    page.goto(f"/residents/{newcomer.id}/sign/")
    expect(the_check(page)).to_contain_text("现在不能签约")
    expect(the_check(page)).to_contain_text("居住2个月，须满6个月")
    expect(the_check(page)).to_contain_text("依据：")
    expect(page.get_by_role("button", name="下一步：确认")).to_be_disabled()
    assert_accessible(page)


def test_a_household_signs_by_its_head_each_member_with_a_term_of_their_own(
    page, sign_in_as, household, team, assert_accessible
):
    sign_in_as(page, "doctor", institution=team.institution)
    page.goto(f"/residents/{household.head_id}/sign/")
    page.get_by_label("家庭签约").check()
    expect(the_check(page)).to_contain_text("3 人合计")
    expect(page.get_by_label("监护人（本户成员）")).to_be_visible()
    page.get_by_role("checkbox", name="钱小梅").uncheck()
    expect(the_check(page)).to_contain_text("2 人合计")
    assert_accessible(page)
    page.get_by_role("button", name="下一步：确认").click()
    expect(page.locator("main")).to_contain_text("沈建国 · 户主")
    # when they go back to change something, every answer is still there
    page.get_by_role("button", name="返回修改").click()
    expect(page.get_by_role("checkbox", name="钱小梅")).not_to_be_checked()
    expect(page.get_by_role("checkbox", name="沈雨桐")).to_be_checked()
    page.get_by_role("button", name="下一步：确认").click()
    page.get_by_role("button", name="签约", exact=True).click()
    # then the page of the head shows how each member stands
    page.goto(f"/residents/{household.head_id}/")
    members = page.locator("section", has=page.get_by_role("heading", name="家庭", exact=True)).get_by_role("listitem")
    expect(members.filter(has_text="沈雨桐")).to_contain_text("生效中")
    expect(members.filter(has_text="钱小梅")).to_contain_text("未签约")
    assert_accessible(page)


def test_going_back_with_the_browser_keeps_what_was_chosen_and_judges_it_anew(page, sign_in_as, household, team):
    sign_in_as(page, "doctor", institution=team.institution)
    page.goto(f"/residents/{household.head_id}/sign/")
    page.get_by_label("家庭签约").check()
    expect(the_check(page)).to_contain_text("3 人合计")
    page.get_by_role("button", name="下一步：确认").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("确认并签字")
    page.go_back()
    expect(the_check(page)).to_contain_text("3 人合计")
    expect(page.get_by_role("checkbox", name="沈雨桐")).to_be_checked()


def test_an_assistant_signs_for_a_named_doctor_and_both_stand_in_the_history(
    page, sign_in_as, household, team, assert_accessible
):
    nurse = team.members.get(role="nurse").practitioner
    sign_in_as(page, "nurse", institution=team.institution, practitioner=nurse)
    page.get_by_role("button", name="English").click()
    page.goto(f"/residents/{household.head_id}/sign/")
    page.get_by_label("Responsible person").select_option(label=team.leader.name)
    expect(the_check(page)).to_contain_text("Can be signed")
    assert_accessible(page)
    page.get_by_role("button", name="Next: confirm").click()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.locator("main")).to_contain_text(nurse.name)
    agreement = Agreement.objects.get()
    assert (agreement.responsible_person, agreement.assistant) == (team.leader, nurse)
    assert Entry.objects.get(act="agreements.sign_agreement").on_behalf_of == team.leader_id


def test_a_refusal_is_recorded_from_the_list_and_taken_back(page, sign_in_as, household, team, assert_accessible):
    sign_in_as(page, "doctor", institution=team.institution)
    page.goto("/to-sign/")
    page.get_by_role("row", name="沈建国").get_by_role("link", name="拒签").click()
    page.get_by_label("原因").select_option(label="费用原因")
    assert_accessible(page)
    page.get_by_role("button", name="登记").click()
    expect(page.locator("main")).to_contain_text("已登记拒签")
    assert Refusal.objects.get().reason == "cost"
    page.goto("/refusals/")
    page.get_by_role("button", name="撤回拒签").click()
    expect(page.locator("#messages")).to_contain_text("已撤回拒签")
    assert_accessible(page)
