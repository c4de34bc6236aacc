"""A team objects to its score and is answered; a circular and the quarter's money follow, each decided by people."""

import datetime as dt
import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from jiayi.foundation.base import clock
from jiayi.insight.indicators.models import ClosedRate, PeriodClose
from jiayi.insight.performance.models import Assessment, Circular, MemberShare, Settlement
from jiayi.service.fulfilment.models import DoneService
from tests.registry.organization.factories import COUNTY, make_area, make_institution, make_team
from tests.registry.people.factories import make_resident

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
    done = {"items": ["follow_up_hypertension"], "on": dt.date(2026, 5, 1), "mode": "home", "evidence": "a"}
    DoneService.objects.create(resident=make_resident(village=f"{TOWNSHIP}201"), team=made, **done)
    return made


def text_of(page, address: str) -> str:
    """The words of a paper without their spaces."""
    sheets = PdfReader(io.BytesIO(page.request.get(address).body())).pages
    return "".join("".join(one.extract_text() for one in sheets).split())


def test_a_team_objects_is_answered_told_of_in_a_circular_and_paid_after_two_approvals(
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
    # when half of the year's money is prepaid by signed persons, and the quarter is settled by the scores
    auditor, finance = (open_page(locale="zh-CN") for _who in range(2))
    sign_in_as(auditor, "auditor")
    sign_in_as(finance, "county_bureau", username="finance")
    for pool, share in (("全年预算（元）", "50"), ("截至本期应分配总额（元）", "")):
        page.goto("/settlements/")
        form = page.locator("form").filter(has_text=pool)
        form.get_by_label(pool).fill("10000")
        if share:
            form.get_by_label("预拨比例（%）").fill(share)
        form.get_by_role("button", name="拟定").click()
        expect(page.locator("main")).to_contain_text("待一审")
        # then neither whoever proposed it nor one person twice brings it through, and it reproduces
        page.get_by_role("button", name="批准").click()
        expect(page.locator("body")).to_contain_text("三个不同的人")
        for approving in (auditor, finance):
            approving.goto(page.url)
            approving.get_by_role("button", name="批准").click()
            expect(approving.locator("main")).to_contain_text("按保存的依据重算一致")
    page.reload()
    assert_accessible(page)
    quarter = Settlement.objects.exclude(kind="prepayment").get()
    assert (quarter.amounts, quarter.balance) == ({str(team.pk): 1_000_000}, {str(team.pk): 500_000})
    paper = text_of(page, f"/settlements/{quarter.pk}/{team.pk}/pdf/")
    assert "已拨付（元）5000.00" in paper and "一审：王丽萍" in paper
    share = MemberShare.objects.filter(settlement=quarter).order_by("-amount_fen")[0]
    assert "本人得分" in text_of(page, f"/settlements/members/{share.pk}/pdf/")
    page.get_by_role("link", name=f"{share.member_score.final:.2f}").first.click()
    expect(page.locator("main")).to_contain_text("占团队核实工作当量")
    assert_accessible(page)
    page.goto("/settlements/")
    expect(page.locator("main")).to_contain_text("-10,000.00")
