"""The pages of a kindergarten."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from jiayi.community.communities.models import CheckEntry, Community, DoneDuty, GivenMedicine, Incident, Member
from jiayi.foundation.base import clock
from tests.registry.access.factories import make_post, make_user
from tests.service.agreements.factories import COUNTY

from .factories import TOWNSHIP, VILLAGE, make_kindergarten, make_resident

pytestmark = pytest.mark.django_db
SINCE = dt.timedelta(days=60)


@pytest.fixture
def garden():
    return make_kindergarten()


@pytest.fixture
def doctor(client, garden):
    user = make_user(region_id=COUNTY, name="王丽萍")
    make_post(user=user, code="doctor", region=TOWNSHIP)
    client.force_login(user)
    return client


def child_of(garden, name="童小一") -> Member:
    today = clock.today()
    return garden.child(name, since=today - SINCE, on=today)


def shown(client, name: str, *arguments) -> str:
    answer = client.get(reverse(f"communities:{name}", args=arguments))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_community_is_entered_once_and_what_was_typed_stays(doctor, garden):
    url = reverse("communities:new_community")
    sent = {"kind": "school", "name": "镇中心小学", "team_id": str(garden.team.id), "region_code": VILLAGE}
    answer = doctor.post(url, sent | {"name": "向阳幼儿园"})
    assert answer.status_code == 409 and "向阳幼儿园" in answer.content.decode()
    assert doctor.post(url, sent).status_code == 302
    assert Community.objects.get(name="镇中心小学").kind == "school"
    text = shown(doctor, "communities")
    assert "镇中心小学" in text and "向阳幼儿园" in text
    answer = doctor.post(reverse("communities:communities"), {"export": "all-xlsx"})
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0)
    assert "镇中心小学" in {cell for row in sheet.to_python() for cell in row}


def test_children_are_found_and_added(doctor, garden):
    make_resident(name="秦小月", birth_date=dt.date(2021, 5, 1))
    url = reverse("communities:members", args=[garden.community.id])
    found = doctor.post(url, {"text": "秦小月"}).content.decode()
    assert "添加 秦小月" in found
    resident = make_resident(name="秦小星", birth_date=dt.date(2021, 5, 1))
    sent = {"resident": resident.id, "role": "child", "room": garden.room.id, "since": clock.today().isoformat()}
    for _ in range(2):
        doctor.post(reverse("communities:add_member", args=[garden.community.id]), sent)
    assert "秦小星" in shown(doctor, "members", garden.community.id)
    assert Member.objects.filter(resident=resident).count() == 1


def test_a_class_is_checked_in_one_form_and_mistakes_come_back_beside_the_child(doctor, garden):
    one, two = child_of(garden), child_of(garden, "童小二")
    url = reverse("communities:check", args=[garden.room.id])
    monday = doctor.get(url, {"day": "2026-03-09"}).content.decode()
    assert "没有异常的儿童不用点" in monday and "指甲、手心" in monday and "一摸、二看" in monday
    sent = {f"presence-{one.id}": "present", f"temperature-{one.id}": "99", f"presence-{two.id}": "absent"}
    answer = doctor.post(url, sent)
    text = answer.content.decode()
    assert answer.status_code == 422 and "34–43" in text and "请选择缺勤原因" in text
    sent |= {f"temperature-{one.id}": "38.1", f"reason-{two.id}": "illness"}
    assert doctor.post(url, sent).status_code == 302
    assert CheckEntry.objects.get(member=one).disposal == "sent_home"
    page = shown(doctor, "community", garden.community.id)
    assert "1 人异常" in page
    assert "由家长接回就诊" in doctor.get(url).content.decode()
    assert "童小二" in shown(doctor, "absences", garden.community.id)


def test_duties_are_ticked_and_taken_back(doctor, garden):
    url = reverse("communities:duties", args=[garden.community.id])
    assert "午睡" in doctor.get(url).content.decode()
    doctor.post(url, {"duty": "nap"})
    assert DoneDuty.objects.get().duty == "nap"
    doctor.post(url, {"duty": "nap", "undo": "1"})
    assert not DoneDuty.objects.exists()


def test_medicine_without_all_checks_is_refused_and_the_form_stays(doctor, garden):
    child = child_of(garden)
    url = reverse("communities:medicines", args=[garden.community.id])
    checks = ["child_class", "child_name", "drug_name", "drug_dose", "drug_time", "drug_method", "drug_times"]
    sent = {"member": child.id, "drug": "布洛芬混悬液", "dose": "4 ml", "method": "口服", "times": "1次"}
    sent |= {"entrusted_by": "童某", "checks": checks[:3]}
    answer = doctor.post(url, sent)
    assert answer.status_code == 409 and "布洛芬混悬液" in answer.content.decode()
    assert doctor.post(url, sent | {"checks": checks}).status_code == 302
    assert GivenMedicine.objects.count() == 1


def test_an_incident_is_entered_handled_and_closed(doctor, garden):
    child = child_of(garden)
    today = clock.today().isoformat()
    sent = {"kind": "infection", "disease": "hand_foot_mouth", "member": child.id, "happened_on": today, "what": "皮疹"}
    assert doctor.post(reverse("communities:new_incident", args=[garden.community.id]), sent).status_code == 302
    made = Incident.objects.get()
    url = reverse("communities:incident", args=[made.id])
    assert doctor.post(url, {"handling": "隔离", "closes": "on"}).status_code == 422
    full = {"handling": "隔离", "head_told_on": today, "cause": "班内接触", "closes": "on"}
    assert doctor.post(url, full).status_code == 302
    assert "手足口病" in shown(doctor, "incidents", garden.community.id)


def test_the_kitchen_the_frail_and_the_month_show_their_pages(doctor, garden):
    child = child_of(garden)
    kitchen = reverse("communities:kitchen", args=[garden.community.id])
    assert doctor.post(kitchen, {"meal": "午餐 番茄鸡蛋"}).status_code == 302
    assert "番茄鸡蛋" in doctor.get(kitchen).content.decode()
    frail = reverse("communities:frail", args=[garden.community.id])
    sent = {"member": child.id, "condition": "anaemia", "plan": "补铁"}
    assert doctor.post(frail, sent).status_code == 302
    assert "本月未复查" in doctor.get(frail).content.decode()
    today = clock.today()
    assert "出勤率" in shown(doctor, "month", garden.community.id, today.year, today.month)
    assert "学期报告" in shown(doctor, "term", garden.community.id, today)
    assert doctor.get(reverse("communities:term", args=[garden.community.id, "gestern"])).status_code == 404
    assert doctor.get(reverse("communities:month", args=[garden.community.id, 2026, 13])).status_code == 404


def test_menus_are_entered_and_a_month_that_is_over_is_archived_from_its_page(doctor, garden):
    url = reverse("communities:menus", args=[garden.community.id])
    today = clock.today()
    sent = {"day": today.isoformat(), "meal": "lunch", "dishes": "米饭、番茄鸡蛋"}
    assert doctor.post(url, sent).status_code == 302
    assert doctor.post(url, sent | {"meal": "banquet"}).status_code == 422
    later = (today + dt.timedelta(days=7)).isoformat()
    assert doctor.post(url, sent | {"day": later}).url.endswith(f"?week={later}")
    assert f"与 {today:%m-%d} 重复" in doctor.get(url, {"week": later}).content.decode()
    week = {"week_of": today.isoformat(), "children": "60", "energy_kcal": "1210", "protein_g": "42.5"}
    nutrition = reverse("communities:nutrition", args=[garden.community.id])
    assert doctor.post(nutrition, week).status_code == 422
    assert doctor.post(nutrition, week | {"fat_g": "38", "carbohydrate_g": "171.2"}).status_code == 302
    assert "1210" in doctor.get(url).content.decode()
    month = reverse("communities:month", args=[garden.community.id, 2026, 1])
    archive = reverse("communities:archive", args=[garden.community.id])
    days = {"since": "2026-01-01", "until": "2026-01-31"}
    assert doctor.post(archive, days | {"back": "https://example.org/"}).status_code == 404
    assert doctor.post(archive, days | {"back": month}).url == month
    assert "已归档" in doctor.get(month).content.decode()
