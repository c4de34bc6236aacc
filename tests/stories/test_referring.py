"""Up to the county hospital and back again; an emergency; refused and redirected; the insurer's signature; no place."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.registry.tasks.models import Task
from jiayi.service.referral.models import Referral
from jiayi.service.scheduling import services as scheduling
from jiayi.service.scheduling.models import Slot, SlotBooking
from jiayi.service.scheduling.terms import Booker, Pattern, Recurrence, ResourceKind, ResourcePlan
from tests.registry.organization import factories as organization
from tests.registry.organization.factories import COUNTY
from tests.service.agreements import factories as agreements
from tests.service.care import factories as care

pytestmark = pytest.mark.browser
TOWNSHIP, HERE = f"{COUNTY}100", f"{COUNTY}100201"
PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "zh-CN", "has_touch": True}


@pytest.fixture
def centre(county):
    team = organization.make_team(organization.make_institution(TOWNSHIP, name="城关镇卫生院"), name="春晖团队")
    organization.make_area(team, HERE)
    return team.institution


@pytest.fixture
def hospital(county):
    return organization.make_institution(
        COUNTY, name="县人民医院", level="county", kind="county_hospital", phone="0719-2220000"
    )


@pytest.fixture
def second(county):
    return organization.make_institution(COUNTY, name="县中医医院", level="county", kind="county_tcm_hospital")


@pytest.fixture
def patient(centre):
    return agreements.make_resident(
        name="沈建国", village=HERE, groups=("hypertension",), birth_date=dt.date(1956, 3, 4)
    )


def fill_in(page, hospital, **words):
    """The form of a referral; what the record knows stands there already."""
    page.get_by_label("接收机构").select_option(str(hospital.id))
    page.get_by_label("科室").fill(words.get("department", "心内科"))
    page.get_by_label("初步印象").fill("高血压3级")
    if not page.get_by_label("主要现病史").input_value():
        page.get_by_label("主要现病史").fill("头痛两天，血压168/102")
    if words.get("consents", True):
        page.get_by_label("已告知并征得同意").check()
    page.get_by_role("button", name="提交转诊").click()


def change_places(page, sign_in_as, post, **place):
    """The one signs out, another signs in."""
    page.context.clear_cookies()
    sign_in_as(page, post, **place)


def open_first(page):
    page.goto("/referrals/")
    page.locator("#list tbody").get_by_role("link").first.click()


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def test_up_from_an_urgent_finding_and_back_with_a_plan(
    open_page, sign_in_as, centre, hospital, patient, assert_accessible
):
    # given a follow-up with an urgent finding, the doctor refers on a phone: three fields and a consent
    record = care.save(patient, care.pressure(186, 112), by=care.carer(COUNTY), acts_on_urgent=True)
    page = open_page(**PHONE)
    sign_in_as(page, "doctor", institution=centre)
    page.goto(f"/residents/{patient.id}/refer/?record={record.id}")
    expect(page.get_by_role("alert").first).to_contain_text("危急发现")
    assert "186" in page.get_by_label("近期检查数值").input_value()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    fill_in(page, hospital)
    expect(page.locator("#messages")).to_contain_text("转诊已提交")
    assert_accessible(page)
    # when the desk accepts it with a day, sees the patient and writes the return form with a plan
    change_places(page, sign_in_as, "referral_desk", institution=hospital)
    page.goto("/referrals/")
    expect(page.locator("#list")).to_contain_text("前答复")
    assert_accessible(page)
    open_first(page)
    page.get_by_role("link", name="接收", exact=True).click()
    assert_accessible(page)
    page.get_by_label("就诊日期").fill(clock.today().isoformat())
    page.get_by_label("时间").fill("上午9:00")
    press(page, "接收")
    expect(page.locator("main")).to_contain_text("上午9:00")
    press(page, "登记到达")
    page.get_by_role("link", name="填写回转单").click()
    for label in ("诊断结果", "治疗经过", "用药", "下一步治疗方案及康复建议", "警示症状", "联系人和电话"):
        page.get_by_label(label).fill("见出院小结")
    in_a_week, in_a_month = (clock.today() + dt.timedelta(days=days) for days in (5, 30))
    page.get_by_label("复诊日期").fill(in_a_month.isoformat())
    page.get_by_label("慢性病长期管理").check()
    page.get_by_label("在基层要做的事").fill(f"{in_a_week.isoformat()} 上门测血压")
    assert_accessible(page)
    press(page, "填写回转单")
    expect(page.locator("main")).to_contain_text("上门测血压")
    # then the plan is a task at home, the doctor takes the patient back, sees them again and closes it
    assert Task.objects.filter(resident=patient, kind="referral_plan", due_on=in_a_week, state="open").exists()
    change_places(page, sign_in_as, "institution_manager", institution=centre)
    open_first(page)
    press(page, "接回")
    page.get_by_role("button", name="上门测血压 已完成").click()
    page.get_by_role("link", name="随访", exact=True).click()
    page.get_by_label("随访情况").fill("血压132/80，按方案服药")
    press(page, "随访")
    page.get_by_role("link", name="办结").click()
    press(page, "办结")
    expect(page.locator("main")).to_contain_text("已办结")
    assert_accessible(page)
    assert not Task.objects.filter(resident=patient, kind__startswith="referral_", state="open").exists()
    change_places(page, sign_in_as, "nurse", institution=hospital)
    assert page.goto(f"/residents/{patient.id}/").status == 404


def test_an_emergency_goes_first_and_is_completed_afterwards(
    page, sign_in_as, centre, hospital, patient, assert_accessible
):
    sign_in_as(page, "doctor", institution=centre)
    page.goto(f"/residents/{patient.id}/refer/")
    page.get_by_label("急诊", exact=True).check()
    fill_in(page, hospital, consents=False)
    expect(page.locator("main")).to_contain_text("急诊")
    change_places(page, sign_in_as, "referral_desk", institution=hospital)
    open_first(page)
    expect(page.get_by_role("link", name="不接收")).to_have_count(0)
    press(page, "登记到达")
    expect(page.locator("main")).to_contain_text("已到达")
    change_places(page, sign_in_as, "village_doctor", institution=centre)
    open_first(page)
    page.get_by_role("link", name="补办手续").click()
    assert_accessible(page)
    page.get_by_label("由谁同意").select_option("family")
    press(page, "补办手续")
    expect(page.locator("main")).to_contain_text("家属或监护人同意")
    assert Referral.objects.get().voucher_valid


def test_redirected_for_want_of_a_bed_then_refused_with_a_reason(
    page, sign_in_as, centre, hospital, second, patient, assert_accessible
):
    sign_in_as(page, "doctor", institution=centre)
    page.goto(f"/residents/{patient.id}/refer/")
    fill_in(page, hospital)
    change_places(page, sign_in_as, "referral_desk", institution=hospital)
    open_first(page)
    page.get_by_role("link", name="改转其他机构").click()
    page.get_by_label("原因").select_option("no_bed")
    page.get_by_label("改转到").select_option(str(second.id))
    assert_accessible(page)
    press(page, "改转其他机构")
    expect(page.locator("#list")).to_contain_text("没有符合条件的转诊")
    change_places(page, sign_in_as, "institution_manager", institution=second)
    open_first(page)
    expect(page.locator("main")).to_contain_text("没有床位")
    page.get_by_role("link", name="不接收").click()
    press(page, "不接收")
    expect(page.locator("main")).to_contain_text("原因")
    page.get_by_label("原因").select_option("not_indicated")
    press(page, "不接收")
    expect(page.locator("main")).to_contain_text("未接收")
    change_places(page, sign_in_as, "village_doctor", institution=centre)
    page.goto("/referrals/?standing=ended")
    expect(page.locator("#list")).to_contain_text("沈建国")
    page.locator("#list tbody").get_by_role("link").first.click()
    expect(page.locator("main")).to_contain_text("不需要转诊，可在当地治疗")
    assert_accessible(page)


def test_the_insurers_office_signs_before_the_hospital_hears_of_it(
    page, sign_in_as, centre, hospital, patient, assert_accessible
):
    organization.make_adoption(TOWNSHIP, "county-hospital")
    sign_in_as(page, "doctor", institution=centre)
    page.goto(f"/residents/{patient.id}/refer/")
    fill_in(page, hospital)
    expect(page.locator("main")).to_contain_text("待医保审批")
    change_places(page, sign_in_as, "insurer_office", region=TOWNSHIP)
    page.get_by_role("link", name="转诊医保审批").first.click()
    assert_accessible(page)
    page.locator("#list tbody").get_by_role("link").first.click()
    assert_accessible(page)
    page.get_by_label("批准", exact=True).check()
    press(page, "提交决定")
    expect(page.locator("#messages")).to_contain_text("已办理")
    assert page.goto(f"/residents/{patient.id}/").status == 404
    change_places(page, sign_in_as, "referral_desk", institution=hospital)
    open_first(page)
    expect(page.locator("main")).to_contain_text("可作报账凭证")


@pytest.fixture
def full(centre, hospital):
    """The only place of the specialist, the day after tomorrow; somebody of the same centre has it."""
    day = clock.today() + dt.timedelta(days=2)
    plan = ResourcePlan(
        kind=ResourceKind.SPECIALIST,
        title="神经内科专家门诊",
        institution_id=hospital.id,
        recurrence=Recurrence(Pattern.ONCE, day),
        begins_at=dt.time(8),
        ends_at=dt.time(11),
        quantity=1,
        on_holiday="keep",
    )
    said = {"by": SystemViewer(), "on": clock.today()}
    slot = Slot.objects.get(resource=scheduling.offer_resource(plan=plan, **said))
    first = agreements.make_resident(name="李长顺", village=HERE)
    scheduling.take_slot(slot_id=slot.id, resident_id=first.id, booker=Booker(centre.id), at=clock.now(), **said)
    return slot


def test_without_a_free_place_a_patient_waits_and_gets_the_one_that_is_given_back(
    page, sign_in_as, centre, full, patient, assert_accessible
):
    # given a specialist without a free place, the doctor lets the patient wait until a day
    sign_in_as(page, "doctor", institution=centre)
    page.goto(f"/residents/{patient.id}/slots/")
    expect(page.locator("main")).to_contain_text("两周内没有空号")
    assert_accessible(page)
    page.get_by_label("等哪个资源").select_option(label="县人民医院 神经内科专家门诊")
    page.get_by_label("最晚哪天").fill((clock.today() + dt.timedelta(days=10)).isoformat())
    press(page, "列入候补")
    expect(page.locator("main")).to_contain_text("沈建国 · 神经内科专家门诊")
    assert_accessible(page)
    # when the other patient's place is given back, it is offered to the one who waits, for some time
    page.goto(f"/resources/{full.resource_id}/?slot={full.id}")
    press(page, "退号")
    page.goto("/slot-wishes/")
    expect(page.locator("main")).to_contain_text("暂留到")
    # then the doctor takes it
    press(page, "确认")
    expect(page.locator("main")).to_contain_text("没有人在等号")
    assert SlotBooking.objects.get(state="booked").resident_id == patient.id
