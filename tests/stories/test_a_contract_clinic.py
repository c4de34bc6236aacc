"""A contract clinic from its schedule to the figures of the month: planned, booked, held, counted."""

import pytest
from playwright.sync_api import expect

from jiayi.foundation.base import clock
from jiayi.service.scheduling.models import Booking, Schedule
from tests.registry.organization.factories import COUNTY, make_adoption, make_area, make_institution, make_team
from tests.registry.people.factories import make_resident
from tests.service.agreements.factories import LONG_SINCE

pytestmark = pytest.mark.browser
HERE = f"{COUNTY}100201"
WEEKDAYS = "一二三四五六日"


@pytest.fixture
def team(county):
    make_adoption(COUNTY, "county-2018")
    team = make_team(make_institution(f"{COUNTY}100", name="城关镇卫生院"), name="春晖团队")
    make_area(team, HERE)
    return team


@pytest.fixture
def residents(team):
    names = ("沈建国", "钱小梅", "费志强")
    return [make_resident(name=name, village=HERE, resident_since=LONG_SINCE) for name in names]


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def find(page, name: str) -> None:
    page.get_by_label("姓名、拼音首字母、证件号或电话").fill(name)
    page.locator("#add-title").locator("xpath=ancestor::section").get_by_role("button", name="查找").click()


def test_a_weekly_clinic_is_planned_booked_held_and_counted(open_page, sign_in_as, team, residents, assert_accessible):
    today = clock.today()
    # given a doctor of the centre
    page = open_page(locale="zh-CN")
    sign_in_as(page, "doctor", institution=team.institution)
    page.goto("/sessions/")
    expect(page.locator("main")).to_contain_text("没有符合条件的场次")
    assert_accessible(page)
    # when a round is planned without people and place, the county's plan says what must be fixed
    page.get_by_role("link", name="新排班").click()
    page.get_by_label("下村巡回医疗").check()
    page.get_by_label("名称").fill("第一村巡诊")
    page.get_by_label("巡诊的村（社区）").select_option(HERE)
    page.get_by_label("周三").check()
    page.get_by_label("开始时间").fill("14:30")
    page.get_by_label("结束时间").fill("17:00")
    assert_accessible(page)
    page.get_by_role("button", name="保存并生成场次").click()
    expect(page.locator("main")).to_contain_text("巡回医疗须定人")
    expect(page.locator("main")).to_contain_text("巡回医疗须定点")
    assert_accessible(page)
    page.get_by_label("地点").fill("村委会")
    page.get_by_label(team.leader.name).check()
    page.get_by_role("button", name="保存并生成场次").click()
    expect(page.locator("#messages")).to_contain_text("场次已生成")
    # and a clinic each week on today's weekday, with two places
    page.goto("/schedules/new/")
    page.get_by_label("名称").fill("高血压签约门诊")
    page.get_by_label("地点").fill("卫生院一楼")
    page.get_by_label(f"周{WEEKDAYS[today.weekday()]}").check()
    page.get_by_label("开始时间").fill("08:30")
    page.get_by_label("结束时间").fill("11:30")
    page.get_by_label("每场号数").fill("2")
    page.get_by_label("法定节假日").select_option("keep")
    page.get_by_role("button", name="保存并生成场次").click()
    expect(page.locator("main")).to_contain_text(f"每周{WEEKDAYS[today.weekday()]}")
    assert_accessible(page)
    # then today's session takes two residents, and the third waits
    page.get_by_role("link", name=today.isoformat(), exact=True).click()
    for name in ("沈建国", "钱小梅"):
        find(page, name)
        page.get_by_role("button", name=f"预约 {name}").click()
        expect(page.locator("#bookings")).to_contain_text(name)
    expect(page.locator("#figures")).to_contain_text("2 / 2")
    find(page, "费志强")
    page.get_by_role("button", name="费志强 候补").click()
    expect(page.locator("#bookings")).to_contain_text("候补名单")
    page.get_by_text("号源开放依据").click()
    expect(page.locator("main")).to_contain_text("已向所有人开放")
    assert_accessible(page)
    # when one gives the place back, who waited has it
    page.get_by_role("link", name="给 钱小梅 退号").click()
    page.get_by_label("原因").select_option("resident_asked")
    assert_accessible(page)
    page.get_by_role("main").get_by_role("button", name="退号").click()
    expect(page.locator("#bookings")).to_contain_text("候补转为预约，请告知")
    # and who comes is entered without leaving the page
    page.get_by_role("button", name="沈建国 已到").click()
    expect(page.locator("#figures")).to_contain_text("到诊")
    expect(page.get_by_role("button", name="撤回 沈建国 的登记")).to_be_visible()
    page.get_by_role("button", name="费志强 未到").click()
    expect(page.get_by_role("button", name="撤回 费志强 的登记")).to_be_visible()
    assert_accessible(page)
    states = dict(Booking.objects.values_list("resident__name", "state"))
    assert states == {"沈建国": "came", "钱小梅": "cancelled", "费志强": "missed"}
    # and the month's figures and the resident's page tell of it
    page.goto("/session-statistics/")
    expect(page.locator("main tbody tr").filter(has_text="签约门诊")).to_contain_text(f"{today:%Y-%m}")
    assert_accessible(page)
    page.goto("/session-villages/")
    expect(page.locator("main tbody tr")).to_contain_text("春晖团队")
    assert_accessible(page)
    page.goto(f"/residents/{residents[0].id}/")
    expect(page.locator("#sessions-title")).to_be_visible()
    expect(page.locator("main")).to_contain_text("高血压签约门诊")
    assert Schedule.objects.count() == 2


def test_attendance_is_entered_on_a_phone(open_page, sign_in_as, team, residents, assert_accessible):
    today = clock.today()
    page = open_page(viewport={"width": 390, "height": 844}, locale="zh-CN", has_touch=True)
    sign_in_as(page, "doctor", institution=team.institution)
    page.goto("/schedules/new/")
    page.get_by_label("入户巡诊").check()
    page.get_by_label("名称").fill("入户巡诊")
    page.get_by_label("巡诊的村（社区）").select_option(HERE)
    page.get_by_label("地点").fill("按户上门")
    page.get_by_label("周期").select_option("once")
    page.get_by_label("开始时间").fill("14:30")
    page.get_by_label("结束时间").fill("17:00")
    page.get_by_label("法定节假日").select_option("keep")
    assert fits(page)
    page.get_by_role("button", name="保存并生成场次").click()
    page.get_by_role("link", name=today.isoformat(), exact=True).click()
    find(page, "沈建国")
    page.get_by_role("button", name="沈建国 到诊").click()
    expect(page.locator("#bookings")).to_contain_text("未预约到诊")
    assert fits(page)
    assert_accessible(page)
