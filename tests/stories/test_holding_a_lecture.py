"""A lecture, from its plan to the month's paper: planned, attended at the door, held, kept, archived, summed up."""

import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from jiayi.foundation.base import clock
from tests.registry.organization.factories import (
    COUNTY,
    make_adoption,
    make_area,
    make_institution,
    make_practitioner,
    make_team,
)
from tests.registry.people.factories import make_resident

pytestmark = pytest.mark.browser
TOWNSHIP = f"{COUNTY}100"
HERE = f"{TOWNSHIP}201"
PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "zh-CN", "has_touch": True}
PICTURE = {"name": "现场.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n"}


@pytest.fixture
def centre(county):
    make_adoption(COUNTY, "urban-team", "village-centre", "publicity")
    centre = make_institution(TOWNSHIP, name="城关镇卫生院")
    leader = make_practitioner(centre, "gp", name="单小明")
    make_area(make_team(centre, name="春晖团队", leader=leader), HERE)
    make_resident(name="沈建国", village=HERE)
    return centre


def test_a_lecture_goes_from_its_plan_to_the_months_paper(page, open_page, sign_in_as, centre, assert_accessible):
    today = clock.today()
    sign_in_as(page, "doctor", institution=centre)
    # given a lecture of today
    page.goto("/activities/")
    assert_accessible(page)
    page.get_by_role("link", name="新活动").click()
    page.get_by_label("名称").fill("高血压健康大课堂")
    page.get_by_label("主题").select_option("hypertension")
    page.get_by_label("地点").fill("村委会会议室")
    page.get_by_label("开始时间").fill("09:00")
    page.get_by_label("结束时间").fill("10:30")
    page.get_by_label("单小明").check()
    assert_accessible(page)
    page.get_by_role("button", name="保存").click()
    expect(page.locator("main")).to_contain_text("已计划")
    address = page.url
    # when somebody is entered at the door, on a phone
    page.get_by_role("link", name="签到", exact=True).click()
    page.get_by_label("姓名、拼音首字母、证件号或电话").fill("沈建国")
    page.get_by_role("button", name="查找", exact=True).click()
    page.get_by_role("button", name="沈建国 签到").click()
    expect(page.locator("main")).to_contain_text("已签到 1 人")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert_accessible(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    # and what came of it is entered, kept and archived
    page.goto(address)
    page.get_by_role("link", name="登记开展情况").click()
    page.get_by_label("参加人数").fill("32")
    page.get_by_label("其中介绍签约服务（分钟）").fill("15")
    page.get_by_label("活动小结").fill("讲解限盐和规律服药，现场测血压。")
    assert_accessible(page)
    page.get_by_role("button", name="保存").click()
    page.get_by_label("文件").set_input_files(PICTURE)
    page.get_by_role("button", name="上传").click()
    expect(page.locator("main")).to_contain_text("现场.png")
    assert_accessible(page)
    page.get_by_role("button", name="归档").click()
    expect(page.locator("main")).to_contain_text("已归档")
    # then the month counts it, says what is missing, and is summed up on paper
    page.get_by_role("link", name="本月完成情况").click()
    expect(page.locator("main")).to_contain_text("还差1次")
    page.get_by_label("本月工作小结").fill("开展健康大课堂一次。")
    assert_accessible(page)
    page.get_by_role("button", name="保存小结").click()
    expect(page.locator("main")).to_contain_text("第 1 稿")
    paper = page.request.get(f"{page.url}paper/").body()
    text = "".join("".join(one.extract_text() for one in PdfReader(io.BytesIO(paper)).pages).split())
    assert "开展健康大课堂一次。" in text and "春晖团队" in text and f"{today.year}年{today.month:02}月" in text
    # and the overview and the meetings read well too
    page.goto("/team-months/")
    expect(page.locator("#list")).to_contain_text("春晖团队")
    assert_accessible(page)
    page.goto("/meetings/")
    assert_accessible(page)
    page.get_by_role("link", name="新会议或培训").click()
    assert_accessible(page)
