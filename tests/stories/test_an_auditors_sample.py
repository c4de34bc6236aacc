"""An auditor's day: a finding is looked into, a clinic's record is audited and corrected, a resident is asked."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.insight.assurance import services
from jiayi.insight.assurance.models import AuditItem
from tests.insight.assurance.factories import serve, visit
from tests.registry.organization.factories import COUNTY, make_area, make_institution, make_practitioner, make_team
from tests.registry.people.factories import make_resident

pytestmark = pytest.mark.browser
HERE = f"{COUNTY}100201"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


@pytest.fixture
def clinic(county):
    """A clinic whose doctor rounds every pressure."""
    centre = make_institution(f"{COUNTY}100", name="城关镇卫生院")
    clinic = make_institution(HERE, name="甲村卫生室", kind="village_clinic", level="village", parent=centre)
    team, doctor = make_team(centre, name="春晖团队"), make_practitioner(clinic, name="郑村医")
    make_area(team, HERE)
    last = clock.today().replace(day=1) - dt.timedelta(days=1)
    for number in range(16):
        patient = make_resident(name=f"居民{number}", village=HERE, groups=("hypertension",))
        visit(patient, team, last - dt.timedelta(days=number), systolic=130, diastolic=85, worker=doctor)
        serve(patient, last - dt.timedelta(days=number), team=team)
    services.detect(by=SystemViewer(), on=clock.today())
    return clinic


def test_an_auditor_looks_into_a_finding_audits_a_record_and_asks_a_resident(
    page, sign_in_as, clinic, assert_accessible
):
    sign_in_as(page, "auditor")
    # given a finding of the night
    page.goto("/findings/")
    assert_accessible(page)
    page.get_by_role("link", name="末位数字偏好").click()
    expect(page.locator("main")).to_contain_text("32 例中 32 例可疑")
    assert_accessible(page)
    # when it is taken and judged
    page.get_by_role("button", name="受理核查").click()
    page.get_by_label("已说明").check()
    page.get_by_label("认定理由").fill("血压计老旧，已更换")
    assert_accessible(page)
    page.get_by_role("button", name="认定", exact=True).click()
    expect(page.locator("main")).to_contain_text("血压计老旧，已更换")
    # and last month's records are sampled and one is held against its source
    page.goto("/record-audits/")
    page.get_by_role("button", name="抽取样本").click()
    assert_accessible(page)
    page.get_by_role("link", name="甲村卫生室").click()
    assert_accessible(page)
    page.locator("#list tbody a").first.click()
    page.get_by_label("收缩压", exact=True).select_option("differs")
    page.get_by_label("查到的情况 收缩压").fill("原始登记为 148")
    assert_accessible(page)
    page.get_by_role("button", name="登记审核结果").click()
    expect(page.locator("main")).to_contain_text("严重不符")
    assert AuditItem.objects.get(state="to_correct").correct_by
    # and a resident is asked
    page.goto("/interviews/")
    assert_accessible(page)
    page.get_by_label("机构").select_option(label="城关镇卫生院")
    page.get_by_role("button", name="抽取样本").click()
    assert_accessible(page)
    page.locator("#list tbody a").first.click()
    page.get_by_role("button", name="开始回访").click()
    for answer in ("签了", "都知道", "做过这项服务", "时间、方式都对得上", "没有拿到", "非常满意"):
        page.get_by_label(answer, exact=True).check()
    page.get_by_role("group", name="有没有量血压").get_by_label("不适用").check()
    page.get_by_label("相符", exact=True).check()
    assert_accessible(page)
    page.get_by_role("button", name="完成回访").click()
    # then the rate is there with its interval
    expect(page.locator("main")).to_contain_text("100.0 %")


def test_a_finding_is_read_on_a_phone(open_page, sign_in_as, clinic, assert_accessible):
    phone = open_page(**PHONE, locale="zh-CN")
    sign_in_as(phone, "auditor")
    phone.goto("/findings/")
    phone.get_by_role("link", name="末位数字偏好").click()
    assert_accessible(phone)
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
