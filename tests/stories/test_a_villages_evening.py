"""A village signs in an evening: the queue on a tablet, one household after the other, until nobody waits."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from jiayi.foundation.base import clock
from jiayi.service.agreements.models import Agreement, Refusal, SignatureEvidence
from tests.registry.organization.factories import COUNTY, make_area, make_institution, make_team
from tests.registry.people.factories import make_household, make_resident
from tests.service.agreements.factories import LONG_SINCE, make_signer, sign

pytestmark = pytest.mark.browser
HERE = f"{COUNTY}100201"
TABLET = {"viewport": {"width": 820, "height": 1180}, "locale": "zh-CN", "has_touch": True}


@pytest.fixture
def team(county):
    team = make_team(make_institution(f"{COUNTY}100", name="城关镇卫生院"), name="春晖团队")
    make_area(team, HERE)
    return team


@pytest.fixture
def households(team):
    """A couple with a grandchild, a pair whose agreements end soon, one who wants none, one who does not come."""
    today = clock.today()
    made = []
    for people in (
        (("沈建国", 70), ("钱小梅", 68), ("沈雨桐", 9)),
        (("费志强", 52), ("苏玉兰", 50)),
        (("解国庆", 45),),
        (("单长河", 61),),
    ):
        household = make_household(village=HERE)
        for name, years in people:
            born = dt.date(today.year - years, 1, 2)
            member = make_resident(
                name=name, birth_date=born, village=HERE, household=household, resident_since=max(born, LONG_SINCE)
            )
            if household.head is None:
                household.head = member
                household.save()
        made.append(household)
    signed_on = today - dt.timedelta(days=340)
    sign(team, *made[1].members.all(), by=make_signer(f"{COUNTY}100"), signed_on=signed_on, household_id=made[1].id,
         unit="household")  # fmt: skip
    return made


def draw(page) -> None:
    """Sign with a finger."""
    page.locator("canvas").scroll_into_view_if_needed()
    box = page.locator("canvas").bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 80, steps=4)
    page.mouse.move(box["x"] + 160, box["y"] + 30, steps=4)
    page.mouse.up()


def heading(page):
    return page.get_by_role("heading", level=1)


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_village_signs_in_an_evening_on_a_tablet(open_page, sign_in_as, team, households, assert_accessible):
    # given a doctor with a tablet in the village hall
    page = open_page(**TABLET)
    sign_in_as(page, "doctor", institution=team.institution)
    page.goto("/signing-sessions/")
    page.get_by_label("村（社区）").select_option(HERE)
    page.get_by_label("地点").fill("村委会")
    assert_accessible(page)
    page.get_by_role("button", name="开始").click()
    # when the session opens, everybody who is to sign or renew stands in the queue
    expect(page.locator("main tbody tr")).to_have_count(4)
    expect(page.locator("main")).to_contain_text("0 / 4")
    assert_accessible(page)
    assert fits(page)
    page.get_by_role("link", name="下一户：沈建国").click()
    # then the first household signs: the grandmother did not come, a signature is asked for
    expect(page.locator("main")).to_contain_text("第 1 户，共 4 户")
    page.get_by_role("checkbox", name="钱小梅").uncheck()
    page.get_by_label("已告知服务清单").check()
    expect(page.get_by_label("监护人（本户成员）")).to_contain_text("沈建国")
    assert_accessible(page)
    assert fits(page)
    page.get_by_role("button", name="签约，下一户").click()
    expect(page.locator("main")).to_contain_text("请先签名")
    expect(page.get_by_role("checkbox", name="钱小梅")).not_to_be_checked()
    draw(page)
    page.get_by_role("button", name="签约，下一户").click()
    expect(page.locator("#messages")).to_contain_text("沈建国 一户已签约")
    # and the next one is renewed from the day after the present term
    expect(heading(page)).to_contain_text("费志强")
    expect(page.locator("main")).to_contain_text("费志强（52岁，续签）")
    draw(page)
    page.get_by_role("button", name="签约，下一户").click()
    # one household refuses, with its reason
    expect(heading(page)).to_contain_text("解国庆")
    page.get_by_label("拒签原因").select_option("cost")
    page.get_by_role("button", name="登记拒签，下一户").click()
    # and the last did not come
    expect(heading(page)).to_contain_text("单长河")
    page.get_by_role("button", name="没有到场，下一户").click()
    # at the end the queue tells how the evening went
    expect(page.locator("main")).to_contain_text("4 / 4")
    rows = page.locator("main tbody tr")
    for name, state in (("沈建国", "已签"), ("费志强", "已签"), ("解国庆", "拒签"), ("单长河", "未到场")):
        expect(rows.filter(has_text=name)).to_contain_text(state)
    assert_accessible(page)
    page.get_by_role("button", name="结束").click()
    expect(page.locator("#messages")).to_contain_text("集中签约已结束")
    assert_accessible(page)
    # and the records say the same
    signed = dict(Agreement.objects.filter(channel="group_event").values_list("resident__name", "state"))
    assert signed == {"沈建国": "active", "沈雨桐": "active", "费志强": "scheduled", "苏玉兰": "scheduled"}
    assert Refusal.objects.get().resident.name == "解国庆"
    assert SignatureEvidence.objects.filter(kind="drawn").count() == 2
    # the drawn signature is there on the paper's page
    rows.filter(has_text="沈建国").get_by_role("link", name="协议").click()
    page.get_by_role("link", name="签署凭证").click()
    picture = page.locator("main img[src*='/file/']").first
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") > 0
    assert_accessible(page)
