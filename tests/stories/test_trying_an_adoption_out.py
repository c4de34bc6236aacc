"""A county's bureau tries schemes out on the data of today, compares, takes the result away, and adopts one of them."""

import datetime as dt

import pytest
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from jiayi.foundation.base import clock
from jiayi.registry.organization.models import Adoption, TeamMember
from tests.registry.organization.factories import COUNTY, make_adoption, make_area, make_institution, make_team
from tests.service.agreements import factories as signing

pytestmark = pytest.mark.browser
TOWNSHIP = f"{COUNTY}100"
VILLAGE = f"{TOWNSHIP}201"
PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "zh-CN", "has_touch": True}


@pytest.fixture
def village(county):
    """A village of three signed people and one of 60, whom one scheme counts among the elderly; no time in the team."""
    team = make_team(make_institution(TOWNSHIP, name="城关镇卫生院"), name="春晖团队")
    make_area(team, VILLAGE)
    people = [signing.make_resident(name=f"沈建{'一二三'[number]}", village=VILLAGE) for number in range(3)]
    signing.make_resident(name="周卫国", village=VILLAGE, birth_date=dt.date(clock.today().year - 60, 1, 1))
    for person in people:
        signing.sign(team, person, by=signing.make_signer(TOWNSHIP))
    TeamMember.objects.filter(team=team).update(weekly_hours=0)


def try_out(page, code: str) -> None:
    """From the page of what is adopted to the answer, for one scheme from the tenth day from now."""
    page.goto(f"/adoption/{COUNTY}/")
    page.get_by_role("link", name="采用方案").last.click()
    page.locator(f"input[name=schemes][value={code}]").check()
    page.get_by_label("从哪一天起").fill((clock.today() + dt.timedelta(days=10)).isoformat())
    page.get_by_label("决定机关和文号").fill("竹溪县卫生健康局")
    page.get_by_role("button", name="看会改变什么").click()
    page.wait_for_url("**/simulations/**")


def row(page, label: str):
    """The line of the overview that begins with this."""
    return page.locator("tr", has=page.get_by_role("cell", name=label, exact=True)).first


def test_two_schemes_are_tried_out_compared_and_one_adopted(page, sign_in_as, village, assert_accessible):
    # given a bureau that wonders which scheme to adopt
    sign_in_as(page, "county_bureau")
    try_out(page, "urban-team")
    # then both sides stand beside each other, as of today
    expect(page.locator("main")).to_contain_text(f"数据截至 {clock.today().isoformat()}")
    expect(row(page, "老年人（人）").locator("td")).to_have_text(["老年人（人）", "0", "1", "+1"])
    expect(page.locator("main")).to_contain_text("春晖团队")
    assert_accessible(page)
    # and what is folded away is opened for who wants it
    topic = page.locator("details.card", has=page.locator("summary", has_text="签约上限"))
    expect(topic.locator("table")).to_be_hidden()
    topic.locator("summary").click()
    expect(topic.locator("table")).to_be_visible()
    assert_accessible(page)
    # and can be taken away
    with page.expect_download() as taken:
        page.get_by_role("button", name="导出（Excel）").click()
    book = CalamineWorkbook.from_path(taken.value.path())
    assert ["老年人（人）", 0.0, 1.0, 1.0] in [line[:4] for line in book.get_sheet_by_index(0).to_python()]
    # when another is tried out and both are compared
    try_out(page, "household-village")
    page.goto(f"/adoption/{COUNTY}/")
    assert_accessible(page)
    for box in page.locator("input[name=with]").all():
        box.check()
    page.get_by_role("button", name="并排比较所选").click()
    expect(page.locator("thead th")).to_have_count(4)
    expect(page.locator("main")).to_contain_text("到期自动续约的协议")
    assert_accessible(page)
    # then the one that suits is adopted from its own page
    page.locator("thead a").last.click()
    page.get_by_role("button", name="确认采用").click()
    expect(page.locator("main")).to_contain_text("竹溪县卫生健康局")
    assert Adoption.objects.get().decided_by == "竹溪县卫生健康局"


def test_an_answer_that_no_longer_holds_is_worked_out_anew(open_page, sign_in_as, village, assert_accessible):
    # given an answer on a phone, and an adoption by somebody else since
    page = open_page(**PHONE)
    sign_in_as(page, "county_bureau")
    try_out(page, "urban-team")
    make_adoption(COUNTY, "jintang", starts_on=clock.today() - dt.timedelta(days=1))
    # when the bureau wants to confirm
    page.get_by_role("button", name="确认采用").click()
    # then it is told, and cannot
    expect(page.locator("main")).to_contain_text("须重新推演才能确认")
    expect(page.get_by_role("button", name="确认采用")).to_be_disabled()
    assert not Adoption.objects.filter(scheme="urban-team").exists()
    assert_accessible(page)
    # and with the data of today it can
    page.get_by_role("button", name="用今天的数据重新推演").click()
    page.get_by_role("button", name="确认采用").click()
    page.wait_for_url(f"**/adoption/{COUNTY}/")
    assert Adoption.objects.filter(scheme="urban-team").exists()
