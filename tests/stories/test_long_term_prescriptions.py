"""From the order to the third refill: written on one screen, audited, collected part by part with a scanner."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from jiayi.foundation.base import clock
from jiayi.registry.tasks.models import Task
from jiayi.service.prescriptions.models import Dispensing, Prescription
from tests.registry.organization import factories as organization
from tests.registry.organization.factories import COUNTY
from tests.service.agreements import factories as agreements
from tests.service.care import factories as care
from tests.service.prescriptions import factories as prescriptions

pytestmark = pytest.mark.browser
HERE = f"{COUNTY}100201"
PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "zh-CN", "has_touch": True}


@pytest.fixture
def place(county):
    """A township centre with a doctor, a pharmacist and medicine on its shelf."""
    team = organization.make_team(organization.make_institution(f"{COUNTY}100", name="城关镇卫生院"), name="春晖团队")
    organization.make_area(team, HERE)
    village = agreements.Village(team, agreements.make_signer(COUNTY))
    pharmacist = organization.make_practitioner(team.institution, "pharmacist")
    made = prescriptions.Place(
        village, prescriptions.viewer(team.leader, COUNTY), prescriptions.viewer(pharmacist, COUNTY)
    )
    prescriptions.stocked(made, 500)
    return made


@pytest.fixture
def patient(place):
    today = clock.today()
    resident = agreements.make_resident(
        name="沈建国", village=HERE, groups=("hypertension",), birth_date=dt.date(1956, 3, 4)
    )
    signed_on = today - dt.timedelta(days=100)
    agreements.sign(place.village, resident, signed_on=signed_on, on=signed_on)
    before = today - dt.timedelta(days=20)
    care.save(resident, care.pressure(128, 78), by=care.carer(COUNTY), visit_on=before, on=before)
    return resident


def scan(page, code: str) -> None:
    """What a keyboard-wedge scanner does: it types the code and presses Enter."""
    page.goto("/prescriptions/counter/")
    expect(page.get_by_label("处方编号")).to_be_focused()
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def later(order: Prescription, days: int) -> None:
    """As if so many days had passed: what was given is so much older."""
    back = dt.timedelta(days=days)
    order.refresh_from_db()
    for name in ("issued_on", "starts_on", "ends_on", "passed_on", "runs_out_on"):
        setattr(order, name, getattr(order, name) - back)
    order.opens_on = order.opens_on and order.opens_on - back
    order.save()
    for given in Dispensing.objects.all():
        given.on -= back
        given.save()


def test_from_the_order_to_the_third_refill(page, sign_in_as, place, patient, assert_accessible):
    # given a controlled patient, the doctor writes twelve weeks on one screen
    sign_in_as(page, "doctor", practitioner=place.village.doctor, institution=place.institution)
    page.goto(f"/residents/{patient.id}/")
    page.get_by_role("link", name="开具长期处方").click()
    expect(page.locator("#judgement")).to_contain_text("控制满意")
    page.get_by_label("天数").fill("84")
    page.get_by_label("药品、规格 1").select_option("amlodipine|tablet|5mg")
    page.get_by_label("每次数量 1").fill("1")
    page.get_by_label("频次 1").select_option("daily")
    expect(page.locator("#judgement")).to_contain_text("超过28天")
    for code in ("regimen_stable", "long_term_needed"):
        page.locator(f"[name=answer_{code}][value=yes]").check()
    page.get_by_label("评估意见").fill("血压平稳，方案不变")
    page.get_by_label("用法用量").check()
    page.get_by_label("知情同意").select_option("signed")
    expect(page.locator("#judgement")).to_contain_text("可以开具")
    expect(page.locator("#judgement")).to_contain_text("84 片")
    assert_accessible(page)
    page.get_by_role("button", name="开具").click()
    expect(page.locator("#messages")).to_contain_text("等待药师审核")
    assert_accessible(page)
    order = Prescription.objects.get()
    page.context.clear_cookies()
    # when the pharmacist passes it and three parts are collected, the last two in their windows
    person = organization.make_practitioner(place.institution, "pharmacist")
    sign_in_as(page, "pharmacist", practitioner=person, institution=place.institution)
    page.get_by_role("link", name="待审处方").first.click()
    assert_accessible(page)
    page.locator("#list tbody").get_by_role("link").first.click()
    page.get_by_label("审核通过").check()
    page.get_by_role("button", name="提交审核").click()
    expect(page.locator("#messages")).to_contain_text("已登记审核意见")
    for part in range(3):
        scan(page, order.code)
        expect(page.locator("main")).to_contain_text(f"余 {84 - 28 * part} 天")
        if part == 0:
            assert_accessible(page)
        page.get_by_role("button", name="发药").click()
        expect(page.locator("#messages")).to_contain_text("已发药")
        later(order, 24)
    # then everything is given, nothing is due any more, and no further part can be had
    assert sum(one.days for one in Dispensing.objects.all()) == 84
    assert not Task.objects.filter(kind="prescription_refill", state="open").exists()
    scan(page, order.code)
    expect(page.locator("main")).to_contain_text("余 0 天")
    page.get_by_role("button", name="发药").click()
    expect(page.locator("main")).to_contain_text("没有可发的药")
    assert_accessible(page)


def test_too_early_asks_for_a_reason_on_a_phone(open_page, sign_in_as, place, patient, assert_accessible):
    today = clock.today()
    order = prescriptions.passed(place, prescriptions.issue_long(place, patient, on=today), on=today)
    prescriptions.dispensed(place, order, on=today)
    page = open_page(**PHONE)
    sign_in_as(page, "village_doctor", practitioner=place.village.doctor, institution=place.institution)
    scan(page, order.code)
    expect(page.get_by_role("alert").first).to_contain_text("还没到领药时间")
    page.get_by_role("button", name="发药").click()
    expect(page.locator("main")).to_contain_text("确需提前的请选择原因")
    page.get_by_label("提前领药的原因").select_option("travel")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("button", name="发药").click()
    expect(page.locator("main")).to_contain_text("提前领药")
