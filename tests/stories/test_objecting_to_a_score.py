"""A team objects to its score and is answered; the circular follows, with what a person decides."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from jiayi.foundation.base import clock
from jiayi.insight.indicators.models import ClosedRate, PeriodClose
from jiayi.insight.performance.models import Assessment, Circular
from tests.registry.organization.factories import COUNTY, make_area, make_institution, make_team

pytestmark = pytest.mark.browser
TOWNSHIP = f"{COUNTY}100"


@pytest.fixture
def team(county):
    made = make_team(make_institution(TOWNSHIP), name="春晖团队")
    make_area(made, f"{TOWNSHIP}201")
    close = PeriodClose.objects.create(
        county_id=COUNTY,
        period="2026-10",
        number=1,
        as_of=dt.date(2026, 10, 31),
        facts_digest="f",
        facts_file="f",
        rulebook_version="t",
        digest="d",
        closed_at=clock.now(),
    )
    for code, numerator, denominator in (("coverage-all", 30, 100), ("authenticity", 37, 40)):
        counts = {"numerator": numerator, "denominator": denominator, "excluded": 0}
        ClosedRate.objects.create(close=close, indicator=code, level="team", place=str(made.pk), **counts)
    return made


def test_a_team_objects_is_answered_and_the_circular_says_what_a_person_decided(
    page, open_page, sign_in_as, team, assert_accessible
):
    # given scores of a closed month, with what re-interviews found true, shown to the teams
    sign_in_as(page, "county_bureau")
    page.goto("/assessments/")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("0.9")
    page.get_by_role("button", name="公布得分").click()
    made = Assessment.objects.get()
    # when the manager objects, and the bureau answers
    manager = open_page(locale="zh-CN")
    sign_in_as(manager, "institution_manager", institution=team.institution)
    score = made.scores.get()
    manager.goto(f"/assessments/scores/{score.pk}/")
    manager.get_by_label("异议内容").fill("十月新签的20人没有计入")
    manager.get_by_role("button", name="提出异议").click()
    page.goto(f"/assessments/scores/{score.pk}/")
    expect(page.locator("main")).to_contain_text("十月新签的20人没有计入")
    assert_accessible(page)
    page.get_by_label("答复异议").fill("协议11月生效，计入下月")
    page.get_by_role("button", name="不成立", exact=True).click()
    manager.reload()
    expect(manager.locator("main")).to_contain_text("协议11月生效，计入下月")
    # then, once the window is over, the scores are final and a person decides what the circular says
    Assessment.objects.update(objections_until=clock.today() - dt.timedelta(days=1))
    page.goto(f"/assessments/{made.pk}/")
    page.get_by_role("button", name="确定结果").click()
    page.goto("/circulars/")
    assert_accessible(page)
    page.get_by_role("button", name="拟稿").click()
    page.get_by_label("处理意见").select_option(label="约谈")
    page.get_by_label("理由").fill("覆盖率连续两季末位")
    page.get_by_role("button", name="决定").click()
    assert_accessible(page)
    page.get_by_role("button", name="印发").click()
    expect(page.locator("main")).to_contain_text("已印发")
    assert Circular.objects.get().lines.get().consequence == "talk"
