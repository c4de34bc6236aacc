"""A day of a team: calls and hand-overs from the worklist, a home round on a phone, a follow-up by keyboard alone."""

import datetime as dt
import time

import pytest
from playwright.sync_api import expect

from jiayi.foundation.base import clock
from jiayi.registry.tasks.models import RoadStop, Task
from jiayi.service.care.models import Enrolment, Record
from tests.registry.organization.factories import COUNTY, make_area, make_institution, make_team
from tests.registry.people.factories import make_household
from tests.service.care import factories as care

pytestmark = pytest.mark.browser
HERE = f"{COUNTY}100201"
PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "zh-CN", "has_touch": True, "is_mobile": True}


@pytest.fixture
def team(county):
    team = make_team(make_institution(f"{COUNTY}100", name="城关镇卫生院"), name="春晖团队")
    make_area(team, HERE)
    return team


def patient(name: str, address: str):
    """Somebody whose last follow-up was a quarter ago."""
    home = make_household(village=HERE, address=address)
    resident = care.hypertension(name=name, village=HERE, household=home, sex="male", phone="13812345678")
    before = clock.today() - dt.timedelta(days=90)
    care.save(resident, care.pressure(138, 86), by=care.carer(COUNTY), visit_on=before, on=before)
    return resident


@pytest.fixture
def patients(team):
    return [patient("沈建国", "2组12号"), patient("陈秀英", "2组2号"), patient("周大海", "1组1号")]


def no_sideways(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_home_round_on_a_phone(open_page, sign_in_as, team, patients, assert_accessible):
    page = open_page(**PHONE)
    # given the morning's list in the order of the houses
    sign_in_as(page, "village_doctor", institution=team.institution)
    page.get_by_role("link", name="按入户路线").click()
    expect(page.locator("#list")).to_contain_text("1组1号")
    assert_accessible(page)
    assert no_sideways(page)
    # when the last house is put first
    page.get_by_role("link", name="入户路线", exact=True).click()
    page.get_by_role("link", name="排户").first.click()
    for _ in range(2):
        page.get_by_role("button", name="沈建国上移").or_(page.get_by_role("button", name="上移").last).first.click()
    assert_accessible(page)
    assert no_sideways(page)
    page.get_by_role("button", name="保存顺序").click()
    expect(page.locator("#messages")).to_contain_text("已保存入户顺序")
    assert RoadStop.objects.count() == 3
    # then the round follows, and a visit from it is saved at the door
    page.goto(f"/rounds/?region={HERE}")
    expect(page.locator("main")).to_contain_text("138/86")
    assert_accessible(page)
    assert no_sideways(page)
    page.locator("section", has_text="沈建国").get_by_role("link", name="随访").click()
    page.get_by_label("服务方式").select_option("home")
    page.get_by_label("无症状").check()
    page.get_by_label("收缩压").fill("134")
    page.get_by_label("舒张压").fill("84")
    page.locator("[name=adherence][value=regular]").check()
    page.get_by_role("button", name="保存").click()
    expect(page.locator("#messages")).to_contain_text("已保存")
    page.goto(f"/rounds/?region={HERE}")
    expect(page.locator("main")).not_to_contain_text("沈建国")
    assert Record.objects.get(visit_on=clock.today()).mode == "home"


def test_a_call_is_noted_and_the_rest_is_handed_over(page, sign_in_as, team, patients, assert_accessible):
    sign_in_as(page, "doctor", institution=team.institution)
    # when somebody promises to come
    page.get_by_role("row", name="周大海").get_by_role("link", name="联系").click()
    expect(page.get_by_role("dialog")).to_contain_text("13812345678")
    assert_accessible(page)
    page.get_by_label("约定前来").check()
    to_come = clock.today() + dt.timedelta(days=2)
    page.get_by_label("约定或提醒日期").fill(to_come.isoformat())
    page.get_by_role("dialog").get_by_role("button", name="登记").click()
    expect(page.locator("#messages")).to_contain_text("已登记联系结果")
    page.get_by_role("link", name="已约定").click()
    expect(page.locator("#list")).to_contain_text("周大海")
    # and the others are given to a colleague
    page.get_by_role("link", name="应办", exact=False).first.click()
    expect(page.locator("#list")).not_to_contain_text("周大海")
    page.get_by_label("全选本页").check()
    colleague = team.members.exclude(practitioner=team.leader).first().practitioner
    page.get_by_label("选中的分配给").select_option(label=colleague.name)
    page.get_by_role("button", name="分配").click()
    # then each is answered for
    expect(page.locator("main")).to_contain_text("已分配 2 项")
    assert_accessible(page)
    page.get_by_role("link", name="返回").click()
    expect(page.locator("#list")).to_contain_text(colleague.name)
    assert Task.objects.filter(assignee=colleague, state="open").count() == 2
    assert Enrolment.objects.filter(remind_on=to_come).count() == 1


class Keys:
    """A keyboard that counts: `steps` are fields, links and words, `presses` the keys struck for them."""

    def __init__(self, page) -> None:
        self.page, self.steps, self.presses = page, 0, 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.presses += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.presses += len(text)
        self.steps += 1

    def walk_to(self, locator, most: int = 150) -> None:
        """Tab until the element has the focus, as who has no mouse does."""
        self.steps += 1
        for _ in range(most):
            if locator.evaluate("element => element === document.activeElement"):
                return
            self.press("Tab")
        raise AssertionError("the keyboard does not reach it")


def test_from_search_to_a_saved_follow_up_by_the_keyboard_alone_in_under_a_minute(page, sign_in_as, team, patients):
    sign_in_as(page, "doctor", institution=team.institution)
    keys, begun = Keys(page), time.monotonic()
    keys.press("/")
    keys.type("sjg")
    keys.press("Enter")
    found = page.get_by_role("link", name="沈建国").first
    expect(found).to_be_visible()
    keys.walk_to(found)
    keys.press("Enter")
    menu = page.get_by_role("button", name="填写记录")
    expect(menu).to_be_visible()
    keys.walk_to(menu)
    keys.press("Enter")
    keys.press("ArrowDown")
    keys.walk_to(page.get_by_role("link", name="高血压患者随访", exact=False).first)
    keys.press("Enter")
    expect(page.get_by_label("收缩压")).to_be_visible()
    keys.walk_to(page.get_by_label("无症状"))
    keys.press("Space")
    keys.walk_to(page.get_by_label("收缩压"))
    keys.type("136")
    keys.walk_to(page.get_by_label("舒张压"))
    keys.type("84")
    keys.walk_to(page.locator("[name=adherence]").first)
    keys.press("Space")
    keys.press("Enter")
    expect(page.locator("#messages")).to_contain_text("已保存")
    seconds = time.monotonic() - begun
    print(f"{keys.steps} steps, {keys.presses} key presses, {seconds:.0f} s")
    assert seconds < 60 and keys.steps == 10
    assert Record.objects.get(visit_on=clock.today()).form == "hypertension-follow-up"
