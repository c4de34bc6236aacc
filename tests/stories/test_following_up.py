"""A morning's follow-ups: from the tasks to the form and the next due; an urgent finding; a correction; on a phone."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.registry.tasks.models import Task
from jiayi.service.care import services
from jiayi.service.care.models import Enrolment, Record
from tests.registry.organization.factories import COUNTY, make_area, make_institution, make_team
from tests.service.care import factories as care

pytestmark = pytest.mark.browser
HERE = f"{COUNTY}100201"
PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "zh-CN", "has_touch": True}


@pytest.fixture
def team(county):
    team = make_team(make_institution(f"{COUNTY}100", name="城关镇卫生院"), name="春晖团队")
    make_area(team, HERE)
    return team


@pytest.fixture
def patient(team):
    """Somebody whose last follow-up was a quarter ago."""
    resident = care.hypertension(name="沈建国", village=HERE, sex="male", birth_date=dt.date(1956, 3, 4))
    before = clock.today() - dt.timedelta(days=90)
    drugs = [{"name": name, "times_per_day": 1, "dose": "5mg"} for name in ("氨氯地平", "依那普利", "氢氯噻嗪")]
    care.save(
        resident, care.pressure(138, 86, salt="low", drugs=drugs), by=care.carer(COUNTY), visit_on=before, on=before
    )
    return resident


def answer(page, systolic: str, diastolic: str) -> None:
    page.get_by_label("无症状").check()
    page.get_by_label("收缩压").fill(systolic)
    page.get_by_label("舒张压").fill(diastolic)
    page.locator("[name=adherence][value=regular]").check()


def test_from_the_morning_list_to_the_next_visit(page, sign_in_as, team, patient, assert_accessible):
    sign_in_as(page, "doctor", institution=team.institution)
    # given what is due today
    page.get_by_role("link", name="待办事项").first.click()
    assert_accessible(page)
    page.get_by_role("row", name="沈建国").get_by_role("link", name="办理").click()
    assert_accessible(page)
    # when the visit is recorded, with last time's values beside the fields and the decision live
    page.get_by_role("link", name="高血压患者随访").click()
    expect(page.locator("main")).to_contain_text("上次：138")
    page.get_by_role("button", name="沿用上次：轻").first.click()
    expect(page.locator("[name=salt][value=low]")).to_be_checked()
    page.get_by_role("button", name="沿用上次：氨氯地平").click()
    expect(page.locator("[name='drugs.2.name']")).to_have_value("氢氯噻嗪")
    answer(page, "132", "82")
    expect(page.locator("#judgement")).to_contain_text("控制满意")
    assert_accessible(page)
    page.get_by_role("button", name="保存").click()
    # then the record stands, and the next visit is due in a quarter
    expect(page.locator("#messages")).to_contain_text("已保存")
    assert_accessible(page)
    record = Record.objects.get(visit_on=clock.today())
    assert record.versions.get().copied == ["salt", "drugs"]
    next_on = clock.today() + dt.timedelta(days=90)
    assert Enrolment.objects.get().due_on == next_on
    assert Task.objects.get(kind="visit_hypertension", state="open").due_on >= next_on


def test_what_was_typed_is_there_again_after_the_page_was_closed(page, sign_in_as, team, patient):
    sign_in_as(page, "doctor", institution=team.institution)
    page.goto(f"/residents/{patient.id}/records/hypertension-follow-up/")
    answer(page, "144", "82")
    expect(page.locator("#judgement")).to_contain_text("控制满意")
    page.goto("/")
    page.goto(f"/residents/{patient.id}/records/hypertension-follow-up/")
    expect(page.get_by_label("收缩压")).to_have_value("144")
    expect(page.locator("main")).to_contain_text("已恢复上次没有保存的内容")


def test_an_urgent_finding_stops_the_page_on_a_home_round(open_page, sign_in_as, team, patient, assert_accessible):
    page = open_page(**PHONE)
    sign_in_as(page, "village_doctor", institution=team.institution)
    page.goto(f"/residents/{patient.id}/records/hypertension-follow-up/")
    page.get_by_label("服务方式").select_option("home")
    answer(page, "188", "112")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("alert").first).to_contain_text("先停下来处理")
    expect(page.locator("#judgement")).to_contain_text("紧急转诊")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert not Record.objects.filter(visit_on=clock.today()).exists()
    page.get_by_label("已按建议处理并告知居民或家属").check()
    page.get_by_role("button", name="保存").click()
    expect(page.locator("main")).to_contain_text("转诊回访")
    assert Task.objects.filter(kind="referral_return", state="open").exists()
    assert_accessible(page)


def test_a_correction_keeps_both_versions_and_the_resident_page_tells_it(
    page, sign_in_as, team, patient, assert_accessible
):
    sign_in_as(page, "doctor", institution=team.institution)
    page.goto(f"/residents/{patient.id}/")
    expect(page.locator("#care-title")).to_be_visible()
    assert_accessible(page)
    page.locator("section[aria-labelledby=care-title] table").get_by_role("link").first.click()
    page.get_by_role("link", name="更正").click()
    page.get_by_label("收缩压").fill("158")
    page.get_by_label("更正原因").fill("看错了读数")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("main")).to_contain_text("看错了读数")
    expect(page.locator("del", has_text="138")).to_be_visible()
    assert_accessible(page)


def test_nobody_reached_three_times_is_lost_and_found_again(page, sign_in_as, team, patient, assert_accessible):
    enrolment = Enrolment.objects.get()
    for _ in range(2):
        services.record_attempt(
            by=care.carer(COUNTY),
            enrolment_id=enrolment.id,
            mode="phone",
            outcome="not_reached",
            attempted_on=clock.today(),
            remind_on=None,
            note="",
            on=clock.today(),
        )
    sign_in_as(page, "doctor", institution=team.institution)
    page.goto(f"/programmes/{enrolment.id}/")
    page.get_by_label("未联系上").check()
    page.get_by_role("button", name="登记").click()
    expect(page.locator("main")).to_contain_text("失访")
    assert_accessible(page)
    page.get_by_role("button", name="已找到，恢复管理").click()
    expect(page.locator("#messages")).to_contain_text("已恢复管理")


def test_one_visit_counts_for_two_diseases_and_is_corrected_together(page, sign_in_as, team, assert_accessible):
    both = care.hypertension(name="林秀英", village=HERE, groups=("hypertension", "diabetes"))
    services.enrol_due(by=SystemViewer(), on=clock.today())
    sign_in_as(page, "doctor", institution=team.institution)
    page.goto(f"/residents/{both.id}/records/hypertension-follow-up/")
    answer(page, "132", "82")
    # when the other disease is followed by the way, what was typed stays and is asked once
    page.get_by_role("button", name="2型糖尿病患者随访").click()
    expect(page.get_by_label("收缩压")).to_have_value("132")
    expect(page.get_by_label("收缩压")).to_have_count(1)
    page.locator("[name=diabetes_follow_up_symptoms][value=none]").check()
    page.get_by_label("空腹血糖").fill("6.1")
    page.locator("[name=hypoglycaemia][value=none]").check()
    expect(page.locator("#judgement")).to_contain_text("2型糖尿病患者随访")
    assert_accessible(page)
    page.get_by_role("button", name="保存").click()
    # then each has its record, its next visit, and the two are corrected on one page
    expect(page.locator("#messages")).to_contain_text("形成 2 份记录")
    assert Enrolment.objects.filter(last_on=clock.today()).count() == 2
    assert_accessible(page)
    page.get_by_role("link", name="一起更正").click()
    page.get_by_label("空腹血糖").fill("7.6")
    page.get_by_label("更正原因").fill("看错了读数")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("#messages")).to_contain_text("已更正")
    assert sorted(Record.objects.values_list("form", "version")) == [
        ("diabetes-follow-up", 2),
        ("hypertension-follow-up", 1),
    ]


def test_a_home_visit_is_proved_by_signature_and_position(open_page, sign_in_as, team, patient, assert_accessible):
    page = open_page(**PHONE, geolocation={"latitude": 32.318, "longitude": 109.715}, permissions=["geolocation"])
    sign_in_as(page, "village_doctor", institution=team.institution)
    record = Record.objects.get()
    page.goto(f"/records/{record.id}/")
    page.get_by_role("link", name="添加").click()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    # when the resident agrees and the place is read once
    place = page.locator("[data-position]")
    place.get_by_label("已知道用途并同意").check()
    place.get_by_role("button").click()
    expect(page.locator("main")).to_contain_text("北纬 32.31800")
    # and signs on the screen
    page.get_by_role("link", name="添加").click()
    signing = page.locator("form", has=page.locator("[data-signature]"))
    signing.get_by_label("已知道用途并同意").check()
    pad = page.locator("canvas").bounding_box()
    page.mouse.move(pad["x"] + 20, pad["y"] + 40)
    page.mouse.down()
    page.mouse.move(pad["x"] + 120, pad["y"] + 60, steps=4)
    page.mouse.up()
    signing.get_by_role("button", name="保存签名").click()
    expect(page.get_by_alt_text("手写签名")).to_be_visible()
    assert_accessible(page)
    assert sorted(record.proofs.values_list("kind", flat=True)) == ["position", "signature"]
