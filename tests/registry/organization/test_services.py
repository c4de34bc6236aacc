from datetime import date, timedelta

import pytest

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.base.models import new_id
from jiayi.registry.organization import selectors, services
from jiayi.registry.organization.models import Institution, Region
from tests.registry.organization.factories import (
    COUNTY,
    make_building,
    make_county,
    make_device,
    make_institution,
    make_practitioner,
    make_team,
    make_viewer,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
TOWNSHIP = f"{COUNTY}100"
VILLAGE = f"{TOWNSHIP}201"
BUREAU = make_viewer("institution_write", "practitioner_write", regions=(COUNTY,))
ELSEWHERE = make_viewer("institution_write", "practitioner_write", "area_write", regions=("420325",))
FIELDS = {"code": "Z1", "name": "城关镇卫生院", "kind": "township_centre", "level": "township"}


@pytest.fixture
def centre() -> Institution:
    make_county()
    return make_institution(TOWNSHIP)


def test_an_institution_is_registered_where_the_viewer_keeps_institutions():
    make_county()
    made = services.create_institution(
        by=BUREAU, region_code=TOWNSHIP, fields=FIELDS, on=TODAY, service_regions=[VILLAGE]
    )
    assert selectors.institution_for(make_viewer(), made.id).name == "城关镇卫生院"
    assert [region.code for region in made.service_regions.all()] == [VILLAGE]
    with pytest.raises(NotVisible):
        services.create_institution(by=ELSEWHERE, region_code=TOWNSHIP, fields=FIELDS, on=TODAY)
    with pytest.raises(LawBroken) as refused:
        services.create_institution(by=BUREAU, region_code=TOWNSHIP, fields=FIELDS, on=TODAY)
    assert refused.value.code == "B_CODE_TAKEN"


def test_a_change_of_an_institution_is_recorded_by_field_and_phones_are_not_repeated(centre):
    fields = {"hours": "08:00-17:30", "phone": "0719-2728888"}
    services.change_institution(by=BUREAU, institution_id=centre.id, fields=fields, on=TODAY)
    details = Entry.objects.get(act="organization.change_institution").details
    assert details["fields"] == {"hours": ["", "08:00-17:30"], "phone": "***"}
    with pytest.raises(NotVisible):
        services.change_institution(by=ELSEWHERE, institution_id=centre.id, fields=fields, on=TODAY)
    with pytest.raises(BadShape):
        services.change_institution(by=BUREAU, institution_id=centre.id, fields={"id": new_id()}, on=TODAY)
    with pytest.raises(NotVisible):
        services.change_institution(
            by=BUREAU, institution_id=centre.id, fields={}, on=TODAY, service_regions=["420325100"]
        )


def test_an_institution_closes_when_nobody_serves_there_any_more(centre):
    team = make_team(centre)
    with pytest.raises(LawBroken) as refused:
        services.close_institution(by=BUREAU, institution_id=centre.id, closed_on=TODAY)
    assert refused.value.code == "B_INSTITUTION_IN_USE"
    team.dissolved_on = TODAY
    team.save()
    for member in team.members.all():
        member.practitioner.left_on = TODAY
        member.practitioner.save()
    services.close_institution(by=BUREAU, institution_id=centre.id, closed_on=TODAY)
    assert not selectors.managed_institutions(BUREAU).exists()
    with pytest.raises(NotVisible):
        services.close_institution(by=ELSEWHERE, institution_id=centre.id, closed_on=TODAY)


def test_consortia_form_a_tree_with_their_members(centre, django_assert_num_queries):
    hospital = make_institution(COUNTY, kind="county_hospital", level="county")
    top = services.create_consortium(by=BUREAU, name="竹溪县医共体", kind="county_community", lead_id=hospital.id)
    services.create_consortium(by=BUREAU, name="城关分部", kind="county_community", lead_id=centre.id, parent_id=top.id)
    with django_assert_num_queries(2):
        [branch] = selectors.consortia_tree(make_viewer())
    assert [member.name for member in branch.members] == [hospital.name]
    assert [below.members for below in branch.branches] == [[centre]]
    with pytest.raises(NotVisible):
        services.create_consortium(by=ELSEWHERE, name="外县", kind="urban_union", lead_id=centre.id)


def test_a_practitioner_is_registered_spelt_and_changed_where_the_viewer_keeps_staff(centre):
    made = services.create_practitioner(
        by=BUREAU, institution_id=centre.id, fields={"name": "单小明", "roles": ["gp"], "qualifications": ["physician"]}
    )
    assert (made.name_pinyin, made.name_initials) == ("shan xiao ming", "sxm")
    changed = services.change_practitioner(
        by=BUREAU, practitioner_id=made.id, fields={"name": "解小明", "licence_number": "L1"}, on=TODAY
    )
    assert changed.name_initials == "xxm"
    details = Entry.objects.get(act="organization.change_practitioner").details
    assert details["fields"] == {"name": ["单小明", "解小明"], "licence_number": "***"}
    for by in (ELSEWHERE, make_viewer()):
        with pytest.raises(NotVisible):
            services.create_practitioner(by=by, institution_id=centre.id, fields={"name": "甲"})
        with pytest.raises(NotVisible):
            services.change_practitioner(by=by, practitioner_id=made.id, fields={}, on=TODAY)
        with pytest.raises(NotVisible):
            services.leave_practitioner(by=by, practitioner_id=made.id, left_on=TODAY)


def test_nobody_leaves_before_joining(centre):
    person = make_practitioner(centre, joined_on=TODAY)
    with pytest.raises(LawBroken) as refused:
        services.leave_practitioner(by=BUREAU, practitioner_id=person.id, left_on=TODAY - DAY)
    assert refused.value.code == "B_LEAVES_BEFORE_JOINING"
    services.leave_practitioner(by=BUREAU, practitioner_id=person.id, left_on=TODAY)
    assert not selectors.doctor_facts(person.id, TODAY + DAY).is_active


def test_a_kit_is_checked_out_to_a_holder_and_comes_back(centre):
    kit = services.register_device(by=BUREAU, institution_id=centre.id, fields={"kind": "service_kit", "name": "1号箱"})
    holder = make_practitioner(centre)
    out = services.check_out_device(by=BUREAU, device_id=kit.id, holder_id=holder.id, on=TODAY)
    assert (out.status, out.holder, out.held_since) == ("in_use", holder, TODAY)
    with pytest.raises(LawBroken) as refused:
        services.check_out_device(by=BUREAU, device_id=kit.id, holder_id=holder.id, on=TODAY)
    assert refused.value.code == "B_DEVICE_NOT_IN_STORE"
    back = services.put_device(by=BUREAU, device_id=kit.id, status="in_store", on=TODAY)
    assert (back.status, back.holder, back.held_since) == ("in_store", None, None)
    acts = list(Entry.objects.order_by("id").values_list("act", flat=True))
    assert acts == ["organization.register_device", "organization.check_out_device", "organization.put_device"]


def test_a_device_goes_only_to_active_staff_of_its_institution_and_never_after_it_was_retired(centre):
    kit = make_device(centre)
    for person in (make_practitioner(make_institution(f"{COUNTY}101")), make_practitioner(centre, left_on=TODAY - DAY)):
        with pytest.raises(NotVisible):
            services.check_out_device(by=BUREAU, device_id=kit.id, holder_id=person.id, on=TODAY)
    services.put_device(by=BUREAU, device_id=kit.id, status="retired", on=TODAY)
    with pytest.raises(LawBroken) as refused:
        services.put_device(by=BUREAU, device_id=kit.id, status="in_store", on=TODAY)
    assert refused.value.code == "B_DEVICE_RETIRED"
    for by in (ELSEWHERE, make_viewer()):
        with pytest.raises(NotVisible):
            services.put_device(by=by, device_id=kit.id, status="in_store", on=TODAY)
        with pytest.raises(NotVisible):
            services.change_device(by=by, device_id=kit.id, fields={"name": "x"})
        with pytest.raises(NotVisible):
            services.register_device(by=by, institution_id=centre.id, fields={"kind": "badge", "name": "x"})


def test_the_population_and_the_buildings_of_a_village_are_kept_by_who_draws_areas_there(centre):
    manager = make_viewer("area_write", regions=(TOWNSHIP,))
    services.set_population(by=manager, region_code=VILLAGE, population=1850)
    assert Region.objects.get(code=VILLAGE).population == 1850
    services.add_building(by=manager, region_code=VILLAGE, name="东楼", population=120, on=TODAY)
    with pytest.raises(LawBroken) as refused:
        services.add_building(by=manager, region_code=VILLAGE, name="东楼", population=None, on=TODAY)
    assert refused.value.code == "B_BUILDING_NAME_TAKEN"
    assert [building.name for building in selectors.buildings(make_viewer(), VILLAGE, on=TODAY)] == ["东楼"]
    for by in (ELSEWHERE, make_viewer()):
        with pytest.raises(NotVisible):
            services.set_population(by=by, region_code=VILLAGE, population=1)
        with pytest.raises(NotVisible):
            services.place_village(by=by, region_code=VILLAGE, latitude=None, longitude=None, reach=None)
        with pytest.raises(NotVisible):
            services.add_building(by=by, region_code=VILLAGE, name="西楼", population=1, on=TODAY)
    with pytest.raises(NotVisible):
        services.add_building(by=manager, region_code=TOWNSHIP, name="西楼", population=1, on=TODAY)


def test_the_grid_names_persons_for_townships_and_villages(centre):
    manager = make_viewer("area_write", regions=(TOWNSHIP,))
    leader, doctor = make_practitioner(centre), make_practitioner(centre, "village_doctor")

    def name(step, person, *codes, by=manager):
        return services.assign_responsibility(
            by=by, region_codes=codes, step=step, practitioner_id=person.id, starts_on=TODAY
        )

    name("township", leader, TOWNSHIP)
    rows = name("household", doctor, VILLAGE, f"{TOWNSHIP}202")
    assert [link.practitioner_id for link in selectors.responsible_for(VILLAGE, TODAY)] == [leader.id, doctor.id]
    with pytest.raises(LawBroken) as refused:
        name("household", doctor, VILLAGE)
    assert refused.value.code == "B_ALREADY_RESPONSIBLE"
    with pytest.raises(LawBroken) as refused:
        name("village", doctor, TOWNSHIP)
    assert refused.value.code == "B_STEP_LEVEL"
    with pytest.raises(NotVisible):
        name("village", doctor, VILLAGE, by=ELSEWHERE)
    with pytest.raises(NotVisible):
        services.end_responsibility(by=ELSEWHERE, responsibility_id=rows[0].id, ends_on=TODAY)
    services.end_responsibility(by=manager, responsibility_id=rows[0].id, ends_on=TODAY)
    assert len(selectors.responsible_for(VILLAGE, TODAY)) == 2
    assert len(selectors.responsible_for(VILLAGE, TODAY + DAY)) == 1
    services.end_responsibility(by=manager, responsibility_id=rows[1].id, ends_on=TODAY - DAY)
    assert len(selectors.responsible_for(f"{TOWNSHIP}202", TODAY)) == 1


def test_a_building_of_one_village_does_not_divide_another(centre):
    make_building(VILLAGE)
    partition = selectors.partition_of(make_viewer(), centre.id, TODAY)
    assert [unit.building_id is None for unit in partition.units] == [False, True, True]
