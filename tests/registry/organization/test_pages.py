"""What the pages of this room show and do."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import translation

from jiayi.foundation.audit.models import Entry
from jiayi.registry.organization import selectors
from jiayi.registry.organization.models import Adoption, Area, Device, Institution, Practitioner, Region, Team
from tests.registry.organization.factories import (
    COUNTY,
    make_adoption,
    make_area,
    make_consortium,
    make_device,
    make_institution,
    make_member,
    make_practitioner,
    make_region,
    make_team,
)

TODAY = dt.date(2026, 11, 22)
TOWNSHIP = f"{COUNTY}100"
FIRST, SECOND, THIRD = (f"{TOWNSHIP}20{number}" for number in (1, 2, 3))


def url(name: str, *args) -> str:
    return reverse(f"organization:{name}", args=args)


def text(answer) -> str:
    return answer.content.decode()


def test_teams_are_listed_filtered_and_sorted(place, browser):
    client = browser()
    page = text(client.get(url("teams")))
    assert "春晖团队" in page and "杏林团队" in page and place.team.leader.name in page
    assert "没有符合条件的团队" in text(client.get(url("teams"), {"tier": "3"}))
    ordered = text(client.get(url("teams"), {"sort": "-name"}))
    assert ordered.index("杏林团队") < ordered.index("春晖团队")
    Team.objects.filter(id=place.other.id).update(dissolved_on=TODAY - dt.timedelta(days=1))
    assert "杏林团队" not in text(client.get(url("teams"), {"state": "open"}))
    part = text(client.get(url("teams"), headers={"HX-Request": "true", "HX-Target": "list"}))
    assert "<html" not in part and 'id="list"' in part


@pytest.mark.parametrize("name", ["teams", "institutions", "practitioners", "devices"])
def test_a_list_is_exported_and_the_export_is_audited(place, browser, name):
    answer = browser().post(url(name), {"export": "all-csv"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) > 1
    assert Entry.objects.get(act=f"organization.export_{name}").details["extent"] == "all"
    workbook = browser().post(url(name), {"export": "page-xlsx"})
    assert b"".join(workbook.streaming_content)[:2] == b"PK"


def test_who_may_not_export_finds_neither_the_menu_nor_the_file(place, browser):
    nurse = browser("nurse")
    assert "all-xlsx" not in text(nurse.get(url("teams")))
    assert nurse.post(url("teams"), {"export": "all-csv"}).status_code == 404
    assert "all-xlsx" in text(browser().get(url("teams")))


def test_a_team_page_shows_members_duties_the_check_with_its_clause_and_areas(place, browser):
    page = text(browser().get(url("team", place.team.id)))
    for words in ("春晖团队", "全科医生", "符合要求", "S2.1-12", "责任区域", f"第{FIRST[-3:]}村", "角色职责", "1200"):
        assert words in page, words
    assert "调整成员" in page
    assert "调整成员" not in text(browser("doctor").get(url("team", place.team.id)))


def test_an_incomplete_team_says_what_it_lacks(place, browser):
    place.team.members.filter(role="nurse").delete()
    page = text(browser().get(url("team", place.team.id)))
    assert "不符合要求" in page and "团队缺护士1名" in page


def test_the_public_board_shows_the_five_fields_of_each_member(place, browser):
    leader = place.team.leader
    Practitioner.objects.filter(id=leader.id).update(
        training="2024 年省全科培训", speciality="糖尿病", services="随访、义诊", phone="0719-2728001"
    )
    kept_back = text(browser("doctor").get(url("notice", place.team.id)))
    assert leader.name in kept_back and "糖尿病" not in kept_back and "0719-2728001" not in kept_back
    agreed = ["training", "speciality", "services", "phone"]
    Practitioner.objects.filter(id=leader.id).update(public_fields=agreed, public_agreed_on=TODAY)
    page = text(browser("doctor").get(url("notice", place.team.id)))
    for words in (
        leader.name,
        "2024 年省全科培训",
        "糖尿病",
        "随访、义诊",
        "0719-2728001",
        "0719-2720120",
        "08:00-17:30",
    ):
        assert words in page, words


def test_a_team_is_formed_on_the_page_with_the_check_as_one_chooses(place, browser):
    client = browser()
    assert "先选择机构" not in text(client.get(url("new_team"), {"institution": place.centre.id}))
    people = {role: make_practitioner(place.centre, role) for role in ("gp", "nurse", "public_health")}
    chosen = {f"role-{person.id}": role for role, person in people.items()} | {"leader": str(people["gp"].id)}
    part = text(client.post(url("check_members", place.centre.id), {f"role-{people['gp'].id}": "gp"}))
    assert "不符合要求" in part
    assert "符合要求" in text(client.post(url("check_members", place.centre.id), chosen))
    address = f"{url('new_team')}?institution={place.centre.id}"
    data = {"name": "新队", "tier": "1", "phone": "0719-1", "founded_on": "2026-11-22"}
    refused = client.post(address, data | {f"role-{people['nurse'].id}": "nurse", "leader": str(people["nurse"].id)})
    assert refused.status_code == 409 and "B_LEADER_ROLE" in text(refused) and "依据" in text(refused)
    assert 'value="新队"' in text(refused)
    assert client.post(address, data).status_code == 422
    done = client.post(address, data | chosen)
    team = Team.objects.get(name="新队")
    assert done.url == url("team", team.id)
    assert team.leader == people["gp"]


def test_the_page_says_which_tier_the_members_make_and_forms_a_combined_team(place, browser):
    client = browser()
    assert "组合式签约团队" not in text(client.get(url("new_team"), {"institution": place.centre.id}))
    make_adoption(TOWNSHIP, "shandong-2022", starts_on=TODAY)
    assert "组合式签约团队" in text(client.get(url("new_team"), {"institution": place.centre.id}))
    roles = ("gp", "nurse", "public_health", "county_expert", "specialist", "village_doctor")
    people = {role: make_practitioner(place.centre, role) for role in roles}
    chosen = {f"role-{person.id}": role for role, person in people.items()} | {"leader": str(people["gp"].id)}
    part = text(client.post(url("check_members", place.centre.id), chosen | {"tier": "3"}))
    assert "不符合要求" in part and "可认定为：二级团队" in part and "S3-10" in part
    assert "本医共体（医联体）二级以上医院" in part
    part = text(client.post(url("check_members", place.centre.id), chosen | {"tier": "2", "is_combined": "on"}))
    assert "作为组合式签约团队，缺" in part and "S3-12" in part
    union = make_consortium(place.centre)
    expert = make_practitioner(make_institution(COUNTY, level="county", consortium=union), "specialist")
    data = {"name": "组合队", "tier": "2", "is_combined": "on", "phone": "", "founded_on": "2026-11-22"}
    data |= chosen | {f"role-{expert.id}": "specialist"}
    address = f"{url('new_team')}?institution={place.centre.id}"
    assert client.post(address, data).status_code == 302
    team = Team.objects.get(name="组合队")
    assert (team.tier, team.is_combined) == (2, True)
    page = text(client.get(url("team", team.id)))
    assert "组合式签约（1+3+N）" in page and "可认定为：三级团队" in page
    assert client.post(url("edit_team", team.id), {"name": "组合队", "tier": "3"}).status_code == 302


def test_members_are_changed_on_the_page(place, browser):
    client = browser()
    page = text(client.get(url("change_members", place.other.id)))
    assert page.count(" selected") >= 3
    rows = list(place.other.members.all())
    chosen = {f"role-{row.practitioner_id}": row.role for row in rows} | {f"role-{place.spare.id}": "gp"}
    data = chosen | {"leader": str(place.other.leader_id), "on": "2026-12-01"}
    assert client.post(url("change_members", place.other.id), data).status_code == 302
    assert len(selectors.team_facts(place.other.id, dt.date(2026, 12, 1)).members) == 4


def test_a_team_is_renamed_and_dissolved(place, browser):
    client = browser()
    client.post(url("edit_team", place.other.id), {"name": "杏林新队", "tier": "2", "phone": ""})
    assert Team.objects.get(id=place.other.id).name == "杏林新队"
    answer = client.post(url("dissolve_team", place.other.id), {"on": "2026-11-22"}, follow=True)
    assert "请先划给其他团队" in text(answer)
    Area.objects.filter(team=place.other).delete()
    client.post(url("dissolve_team", place.other.id), {"on": "2026-11-22"})
    assert Team.objects.get(id=place.other.id).dissolved_on == TODAY


def test_gaps_show_and_ticked_places_are_given_to_a_team(place, browser):
    client = browser()
    page = text(client.get(url("areas", place.centre.id)))
    assert "空缺" in page and "东楼" in page and "依据" in page
    assert page.count("organization-gap") == 2
    assert page.index("东楼") < page.index("第201村"), "what needs attention stands first"
    east, west = Region.objects.get(code=THIRD).buildings.order_by("name")
    units = [selectors.unit_code(THIRD, building.id) for building in (east, west)]
    options = text(client.get(url("area_members", place.centre.id), {"team": place.team.id}))
    assert options.count("<option") == 3
    data = {"team": place.team.id, "responsible": place.team.leader_id, "starts_on": "2026-11-22", "units": units}
    answer = client.post(url("assign_areas", place.centre.id), data, headers={"HX-Request": "true"})
    assert answer.status_code == 200 and "<html" not in text(answer)
    assert "已把2个" in text(answer) and "organization-gap" not in text(answer)
    assert "不留空缺、不重叠" in text(answer)
    taken = client.post(url("export_areas", place.centre.id), {"export": "all-csv"})
    rows = b"".join(taken.streaming_content).decode().splitlines()
    assert rows[0].endswith("团队,责任人,状态") and "东楼" in "".join(rows) and "已落实" in rows[-1]


def test_a_village_of_another_team_is_refused_on_the_page_and_stays_ticked(place, browser):
    data = {"team": place.team.id, "responsible": place.team.leader_id, "starts_on": "2026-11-22", "units": [SECOND]}
    answer = browser().post(url("assign_areas", place.centre.id), data, headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert "B_AREA_OVERLAP" in text(answer) and "S2.2-09" in text(answer)
    assert f'value="{SECOND}" checked' in text(answer)
    taken = browser().post(url("assign_areas", place.centre.id), data | {"takes_over": "on"})
    assert taken.status_code == 200
    assert selectors.team_of_region(SECOND, TODAY) == place.team.id


def test_areas_end_on_the_page_and_a_form_without_a_team_is_sent_back(place, browser):
    client = browser()
    answer = client.post(url("end_areas", place.centre.id), {"units": [FIRST], "ends_on": "2026-11-30"})
    assert "已结束1个" in text(answer)
    assert Area.objects.get(id=place.area.id).ends_on == dt.date(2026, 11, 30)
    assert client.post(url("end_areas", place.centre.id), {"units": [FIRST], "ends_on": ""}).status_code == 422
    assert client.post(url("assign_areas", place.centre.id), {"units": [FIRST]}).status_code == 422


def test_an_area_outside_the_institutions_regions_is_shown(place, browser):
    make_area(place.team, make_region(f"{COUNTY}101201"))
    page = text(browser("doctor").get(url("areas", place.centre.id)))
    assert "区域外" in page and "organization-unknown" in page
    assert "划给团队" not in page


def test_practitioners_are_found_by_name_in_the_body_not_in_the_address(place, browser):
    client = browser()
    found = text(client.post(url("practitioners"), {"q": "sxm"}))
    assert "单小明" in found and place.team.leader.name not in found
    assert "没有符合条件的人员" in text(client.post(url("practitioners"), {"q": "查无此人"}))
    assert place.team.leader.name in text(client.get(url("practitioners"), {"role": "gp", "state": "open"}))


def test_a_practitioner_is_registered_and_changed_on_the_page(place, browser):
    client = browser()
    data = {
        "institution": place.centre.id,
        "name": "仇和平",
        "roles": ["nurse"],
        "qualifications": ["nurse"],
        "employment_kind": "county_for_township",
    }
    assert client.post(url("new_practitioner"), data | {"name": "=1+1"}).status_code == 422
    client.post(url("new_practitioner"), data)
    made = Practitioner.objects.get(name="仇和平")
    assert (made.name_initials, made.employment_kind) == ("qhp", "county_for_township")
    assert "县聘乡用" in text(client.get(url("practitioner", made.id)))
    client.post(url("edit_practitioner", made.id), {"name": "仇和平", "roles": ["nurse"], "speciality": "伤口护理"})
    assert Practitioner.objects.get(id=made.id).speciality == "伤口护理"


def test_a_doctor_sees_the_own_page_with_the_own_duties(place, browser):
    leader = place.team.leader
    page = text(browser("doctor", practitioner=leader, institution=place.centre).get(url("practitioner", leader.id)))
    assert "春晖团队" in page and "离岗交接" not in page


def test_the_hand_over_is_previewed_and_then_done(place, browser):
    client, leader = browser(), place.team.leader
    address = url("hand_over", leader.id)
    assert "预览交接内容" in text(client.get(address))
    preview = text(client.post(address, {"last_day": "2026-11-30", "successor": place.spare.id, "preview": ""}))
    for words in ("春晖团队", "网格责任", "确认交接", "4 项职责", "预检通过"):
        assert words in preview, words
    nurse = place.other.members.get(role="nurse").practitioner
    warned = text(client.post(address, {"last_day": "2026-11-30", "successor": nurse.id, "preview": ""}))
    assert "B_ROLE_MISSING" in warned and "预检通过" not in warned
    assert not Entry.objects.filter(act="organization.hand_over").exists()
    assert Practitioner.objects.get(id=leader.id).left_on is None
    nobody = client.post(address, {"last_day": "2026-11-30", "successor": "", "confirm": ""})
    assert nobody.status_code == 409 and "B_SUCCESSOR_MISSING" in text(nobody)
    done = client.post(address, {"last_day": "2026-11-30", "successor": place.spare.id, "confirm": ""})
    assert done.url == url("practitioner", leader.id)
    assert selectors.team_facts(place.team.id, dt.date(2026, 12, 1)).leader_id == place.spare.id


def test_single_duties_go_to_the_successor_chosen_beside_them(place, browser):
    nurse = place.team.members.get(role="nurse").practitioner
    data = {
        "last_day": "2026-11-30",
        "successor": place.spare.id,
        f"successor-{place.area.id}": nurse.id,
        "confirm": "",
    }
    browser().post(url("hand_over", place.team.leader_id), data)
    assert selectors.area_of(FIRST, dt.date(2026, 12, 1)).responsible_person_id == nurse.id


def test_a_kit_is_registered_given_out_and_taken_back_on_the_page(place, browser):
    client = browser()
    client.post(url("new_device"), {"institution": place.centre.id, "kind": "service_kit", "name": "2号签约箱"})
    kit = Device.objects.get(name="2号签约箱")
    assert client.post(url("check_out_device", kit.id), {"holder": ""}).status_code == 422
    client.post(url("check_out_device", kit.id), {"holder": place.spare.id})
    page = text(client.get(url("device", kit.id)))
    assert "单小明" in page and "在用" in page
    assert client.post(url("check_out_device", kit.id), {"holder": place.spare.id}).status_code == 409
    client.post(url("put_device", kit.id), {"status": "in_store"})
    assert Device.objects.get(id=kit.id).holder is None
    assert client.post(url("put_device", kit.id), {"status": "in_use"}).status_code == 404
    client.post(url("device", kit.id), {"kind": "service_kit", "name": "2号箱", "serial_number": "A2"})
    assert Device.objects.get(id=kit.id).serial_number == "A2"


def test_the_holder_of_a_device_sees_it_but_does_not_change_it(place, browser):
    held = make_device(place.centre, name="血压计", status="in_use", holder=place.spare, held_since=TODAY)
    doctor = browser("doctor", practitioner=place.spare, institution=place.centre)
    assert "血压计" in text(doctor.get(url("devices"))) and "1号签约箱" not in text(doctor.get(url("devices")))
    assert "设备信息" not in text(doctor.get(url("device", held.id)))
    assert doctor.post(url("device", held.id), {"kind": "other", "name": "x"}).status_code == 404


def test_an_institution_is_registered_and_changed_with_its_service_regions(place, browser):
    client = browser("county_bureau", region=COUNTY)
    data = {
        "region": f"{COUNTY}101",
        "code": "JJY02",
        "name": "蒋家堰二院",
        "kind": "township_centre",
        "level": "township",
    }
    client.post(url("new_institution"), data | {"service_regions": [f"{COUNTY}101"]})
    made = Institution.objects.get(code="JJY02")
    assert [region.code for region in made.service_regions.all()] == [f"{COUNTY}101"]
    taken = client.post(url("new_institution"), data)
    assert taken.status_code == 409 and "B_CODE_TAKEN" in text(taken)
    del data["region"]
    client.post(url("edit_institution", made.id), data | {"hours": "24 小时"})
    assert Institution.objects.get(id=made.id).hours == "24 小时"
    assert made.service_regions.count() == 0
    assert "24 小时" in text(client.get(url("institution", made.id)))


def test_an_institutions_page_shows_its_teams_and_what_is_uncovered(place, browser):
    page = text(browser().get(url("institution", place.centre.id)))
    assert "春晖团队" in page and "责任空缺" in page and "签约服务包（箱） × 1" in page
    assert "春晖团队" not in text(browser("insurer", region=COUNTY).get(url("institution", place.centre.id)))


def test_regions_are_walked_down_and_searched(place, browser):
    client = browser("doctor")
    assert client.get(url("regions")).url == url("region", COUNTY)
    assert "第100镇" in text(client.get(url("region", COUNTY)))
    township = text(client.get(url("region", TOWNSHIP)))
    assert "春晖团队" in township and "契约式家庭医生团队服务" in township
    found = text(client.get(url("regions"), {"q": "第201村"}, headers={"HX-Request": "true"}))
    assert found.count("第201村村委会") == 2 and "第100镇" in found
    assert "没有找到区划" in text(client.get(url("regions"), {"q": "不存在"}))


def test_a_regions_page_counts_the_villages_with_a_team(place, browser):
    page = text(browser("doctor").get(url("region", TOWNSHIP)))
    card = page[page.index("有家庭医生团队的村（社区）") : page.index("设有家庭医生工作站的村（社区）")]
    assert "2 / 3" in card and "3个村（社区）中2个有家庭医生团队" in card and "达到目标" not in card
    make_adoption(COUNTY, "jintang", starts_on=TODAY)
    county = text(browser("doctor").get(url("region", COUNTY)))
    assert "2 / 6" in county and "未达到目标" in county and "S2.2-01" in county


def test_a_regions_page_counts_the_villages_with_a_workstation_and_names_those_without(place, browser):
    page = text(browser("doctor").get(url("region", f"{COUNTY}101")))
    assert "0 / 3" in page and "3个村（社区）中0个设有家庭医生工作站" in page and "S2.4-22" in page
    make_institution(f"{COUNTY}101202", kind="village_workstation", level="village", name="第202村工作站")
    make_institution(f"{COUNTY}101203", kind="village_workstation", level="village", closed_on=dt.date(2026, 1, 1))
    page = text(browser("doctor").get(url("region", f"{COUNTY}101")))
    assert "1 / 3" in page and "未达到目标" in page
    lacking = page[page.index("还没有：") :]
    assert "第201村村委会" in lacking and "第203村村委会" in lacking
    Adoption.objects.filter(scheme="village-centre").delete()
    assert "工作站的村" not in text(browser("doctor").get(url("region", f"{COUNTY}101")))


def test_a_workstation_is_a_place_with_staff_team_and_equipment_of_its_own(place, browser):
    station = make_institution(FIRST, kind="village_workstation", level="village", name="第201村工作站")
    member = make_practitioner(station, "village_doctor")
    make_team(station, name="工作站团队", leader=member)
    make_device(station, kind="tablet")
    page = text(browser().get(url("institution", station.id)))
    for words in ("村级家庭医生工作站", "工作站团队", "随访平板 × 1", "在岗人员"):
        assert words in page, words


def test_an_institution_at_the_grassroots_shows_who_guides_it_and_who_is_not_registered_yet(place, browser):
    assert "指导机构" not in text(browser("doctor").get(url("institution", place.centre.id)))
    make_adoption(COUNTY, "doctors-into-families", starts_on=TODAY)
    make_institution(COUNTY, kind="disease_control", level="county", name="县疾控中心", phone="0719-2722001")
    hospital = make_institution(COUNTY, kind="county_hospital", level="county", name="县人民医院")
    page = text(browser("doctor").get(url("institution", place.centre.id)))
    guides = page[page.index("指导机构") :]
    assert "县疾控中心" in guides and "0719-2722001" in guides and "县人民医院" in guides
    assert "妇幼保健机构" in guides and guides.count("尚未登记") == 1
    assert "指导机构" not in text(browser("doctor").get(url("institution", hospital.id)))


def test_a_villages_page_names_who_answers_on_each_step(place, browser):
    page = text(browser("doctor").get(url("region", FIRST)))
    assert place.team.leader.name in page and page.count("未落实") == 3
    client = browser()
    client.post(url("set_population", FIRST), {"population": "1850"})
    assert Region.objects.get(code=FIRST).population == 1850
    point = {"latitude": "32.318", "longitude": "109.715"}
    half = client.post(url("set_population", FIRST), {"population": "1850"} | point, follow=True)
    assert "一起填写" in text(half) and Region.objects.get(code=FIRST).reach is None
    placed = client.post(url("set_population", FIRST), {"population": "1850", "reach": "800"} | point, follow=True)
    assert "方圆 800 米" in text(placed)
    client.post(url("add_building", FIRST), {"name": "南楼", "population": "90"})
    assert "南楼" in text(client.get(url("region", FIRST)))
    again = client.post(url("add_building", FIRST), {"name": "南楼", "population": ""}, follow=True)
    assert "已有楼栋" in text(again)


def test_the_grid_of_a_township_shows_what_is_missing_and_is_filled_in(place, browser):
    client = browser()
    page = text(client.get(url("grid", TOWNSHIP)))
    assert "3 个村（社区），3 个未全部落实" in page
    data = {"step": "household", "practitioner": place.spare.id, "starts_on": "2026-11-22"}
    assert client.post(url("grid", TOWNSHIP), data).status_code == 409
    assert client.post(url("grid", TOWNSHIP), data | {"units": [FIRST, SECOND]}).status_code == 302
    assert client.post(url("grid", TOWNSHIP), data | {"units": [FIRST]}).status_code == 409
    client.post(url("grid", TOWNSHIP), data | {"step": "township"})
    assert [link.step for link in selectors.responsible_for(FIRST, TODAY)] == ["township", "village", "household"]
    client.post(url("end_responsibility", TOWNSHIP, place.responsibility.id))
    assert len(selectors.responsible_for(FIRST, TODAY + dt.timedelta(days=1))) == 2
    assert client.get(url("grid", FIRST)).status_code == 404
    assert browser("doctor").post(url("grid", TOWNSHIP), data).status_code == 404


CHINESE = re.compile("[\u4e00-\u9fff]+")


@pytest.mark.parametrize(
    "name",
    ["teams", "institutions", "practitioners", "devices", "consortia", "new_team", "new_practitioner", "new_device"],
)
def test_pages_speak_english_with_nothing_left_in_chinese_but_names(place, browser, name):
    client = browser()
    client.cookies["django_language"] = "en"
    with translation.override("en"):  # the middleware's own choice would outlive the request
        page = text(client.get(url(name)))
    main = page[page.index("<main") : page.index("</main>")]
    names = {"春晖团队", "杏林团队", "城关镇卫生院", "蒋家堰镇卫生院", "单小明", "高血压", "号签约箱", "王丽萍", "单"}
    names |= set(Institution.objects.values_list("name", flat=True)) | set(
        Region.objects.values_list("name", flat=True)
    )
    names |= {part for person in Practitioner.objects.all() for part in (person.name, person.name[:1])}
    known = {word for each in names for word in CHINESE.findall(each)}
    assert not set(CHINESE.findall(main)) - known


def test_a_team_page_says_what_documents_have_the_doctor_and_the_village_doctor_do(place, browser):
    member = make_practitioner(place.centre, "village_doctor")
    make_member(place.team, member)
    page = text(browser("doctor").get(url("team", place.team.id)))
    for duty in ("健康信息管理", "健康知识传播", "健康行为干预", "服务与就医路径指引", "S2.2-10"):
        assert duty in page, duty
    for duty in ("在全科医生指导下及时为村民服务", "动员签约", "S2.2-11"):
        assert duty in page, duty


def test_a_team_page_says_which_office_heads_the_teams_where_a_scheme_says_so(place, browser):
    address = url("team", place.team.id)
    assert "副院长" not in text(browser("doctor").get(address))
    make_adoption(place.centre.region_id, "jintang")
    assert "副院长（金堂镇家庭医生签约服务工作计划 S2.2-07）" in text(browser("doctor").get(address))


@pytest.mark.parametrize(
    ("kind", "words"),
    [("uniform", "统一服装"), ("badge", "胸牌"), ("vehicle", "服务车辆"), ("service_kit", "签约服务包（箱）")],
)
def test_each_thing_a_team_is_known_by_is_registered(place, browser, kind, words):
    client = browser()
    data = {"institution": place.centre.id, "kind": kind, "name": f"{words}一件"}
    assert client.post(url("new_device"), data).status_code == 302
    assert f"{words}一件" in text(client.get(url("devices"), {"kind": kind}))


@pytest.mark.parametrize(
    ("kind", "level", "words"),
    [
        ("county_hospital", "county", "县级医院"),
        ("check_up_centre", "county", "体检中心"),
        ("disease_control", "county", "疾病预防控制中心"),
        ("tcm_clinic", "township", "中医诊所"),
        ("private", "township", "社会办医疗机构"),
    ],
)
def test_other_institutions_that_may_give_the_service_are_registered(place, browser, kind, level, words):
    client = browser("county_bureau", region=COUNTY)
    data = {"region": f"{COUNTY}101", "code": "QT01", "name": "其他机构", "kind": kind, "level": level}
    client.post(url("new_institution"), data)
    assert words in text(client.get(url("institution", Institution.objects.get(code="QT01").id)))
