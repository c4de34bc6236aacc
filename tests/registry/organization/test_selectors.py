from datetime import date, timedelta

import pytest

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.models import new_id
from jiayi.foundation.base.viewer import Nobody, SystemViewer
from jiayi.registry.organization import selectors

from .factories import (
    COUNTY,
    make_adoption,
    make_area,
    make_building,
    make_county,
    make_device,
    make_institution,
    make_member,
    make_practitioner,
    make_region,
    make_responsibility,
    make_team,
    make_viewer,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
TOWNSHIP = f"{COUNTY}100"
VILLAGE = f"{COUNTY}100201"


def test_without_an_adoption_a_region_follows_the_national_rules_alone():
    make_county()
    assert selectors.schemes_for(VILLAGE, TODAY) == ["national"]


def test_the_schemes_of_all_villages_are_those_of_each_in_two_queries(django_assert_num_queries):
    make_county()
    make_adoption(COUNTY, "jintang", starts_on=TODAY)
    make_adoption(TOWNSHIP, "urban-team", starts_on=TODAY)
    with django_assert_num_queries(2):
        found = selectors.village_schemes("", TODAY)
    assert VILLAGE in found
    assert found == {code: tuple(selectors.schemes_for(code, TODAY)) for code in found}


def test_schemes_are_ordered_from_the_county_down_and_by_day_of_adoption(django_assert_num_queries):
    make_county()
    make_adoption(TOWNSHIP, "township-hospital", starts_on=date(2021, 1, 1))
    make_adoption(COUNTY, "urban-team", "jintang", starts_on=date(2024, 1, 1))
    make_adoption(COUNTY, "county-2018", starts_on=date(2022, 1, 1))
    with django_assert_num_queries(1):
        found = selectors.schemes_for(VILLAGE, TODAY)
    assert found == ["national", "county-2018", "urban-team", "jintang", "township-hospital"]


def test_a_scheme_adopted_on_two_levels_stands_where_the_lower_one_puts_it():
    make_adoption(COUNTY, "urban-team", "jintang")
    make_adoption(TOWNSHIP, "urban-team")
    assert selectors.schemes_for(TOWNSHIP, TODAY) == ["national", "jintang", "urban-team"]


def test_an_adoption_holds_from_its_first_to_its_last_day_and_only_below_its_region():
    make_adoption(TOWNSHIP, "urban-team", starts_on=TODAY, ends_on=TODAY)
    assert selectors.schemes_for(VILLAGE, TODAY) == ["national", "urban-team"]
    assert selectors.schemes_for(VILLAGE, TODAY - DAY) == ["national"]
    assert selectors.schemes_for(VILLAGE, TODAY + DAY) == ["national"]
    assert selectors.schemes_for(f"{COUNTY}101201", TODAY) == ["national"]
    assert selectors.schemes_for("", TODAY) == ["national"]


def test_regions_are_found_by_parent_name_initials_and_code():
    make_county(townships=2, villages=2)
    make_region(f"{COUNTY}103", "水坪镇")
    viewer = make_viewer()
    assert [region.code for region in selectors.regions(viewer, parent=TOWNSHIP)] == [VILLAGE, f"{COUNTY}100202"]
    for text in ("水坪", "spz", "SP", f"{COUNTY}103"):
        assert [region.name for region in selectors.regions(viewer, text=text)] == ["水坪镇"]
    assert selectors.regions(viewer, below=TOWNSHIP, level="village").count() == 2
    assert [region.code for region in selectors.ancestors(viewer, VILLAGE)] == ["42", "4203", COUNTY, TOWNSHIP, VILLAGE]
    assert selectors.full_region_name(VILLAGE) == "测试县24第100镇第201村村委会"


def test_a_visitor_reads_nothing_and_a_missing_thing_is_not_visible():
    make_county()
    team = make_team()
    nobody = Nobody()
    assert not selectors.regions(nobody).exists()
    assert not selectors.institutions(nobody).exists()
    assert not selectors.practitioners(nobody).exists()
    assert not selectors.teams(nobody, on=TODAY).exists()
    assert not selectors.areas(nobody).exists()
    assert not selectors.devices(nobody).exists()
    assert not selectors.responsibilities(nobody, on=TODAY).exists()
    assert selectors.consortia_tree(nobody) == []
    with pytest.raises(NotVisible):
        selectors.team_for(nobody, team.id, on=TODAY)
    with pytest.raises(NotVisible):
        selectors.team_for(SystemViewer(), new_id(), on=TODAY)
    with pytest.raises(NotVisible):
        selectors.institution_for(nobody, team.institution_id)
    with pytest.raises(NotVisible):
        selectors.region_for(make_viewer(), "999999")


def test_practitioners_are_seen_where_the_viewer_keeps_staff_and_nowhere_else():
    here, elsewhere = make_institution(TOWNSHIP), make_institution(f"{COUNTY}101")
    own, other = make_practitioner(here), make_practitioner(elsewhere)
    by_region = make_viewer("practitioner_write", regions=(TOWNSHIP,))
    by_institution = make_viewer("team_write", institutions=(elsewhere.id,))
    reader = make_viewer(practitioner_id=own.id)
    assert list(selectors.practitioners(by_region)) == [own]
    assert list(selectors.practitioners(by_institution)) == [other]
    assert list(selectors.practitioners(reader)) == [own]
    assert set(selectors.practitioners(SystemViewer())) == {own, other}
    with pytest.raises(NotVisible):
        selectors.practitioner_for(by_region, other.id)


def test_practitioners_are_filtered_by_role_title_employment_activity_and_text():
    here = make_institution(TOWNSHIP)
    nurse = make_practitioner(here, "nurse", name="单小明", title="junior", employment_kind="township_for_village")
    left = make_practitioner(here, "gp", left_on=TODAY - DAY)
    viewer = make_viewer("practitioner_write", regions=(TOWNSHIP,))
    for filters in (
        {"role": "nurse"},
        {"title": "junior"},
        {"employment_kind": "township_for_village"},
        {"text": "小明"},
        {"text": "sxm"},
        {"text": "shan"},
        {"is_active": True, "on": TODAY},
    ):
        assert list(selectors.practitioners(viewer, **filters)) == [nurse], filters
    assert list(selectors.practitioners(viewer, is_active=False, on=TODAY)) == [left]
    assert left in selectors.practitioners(viewer, is_active=True, on=TODAY - DAY)


def test_devices_are_seen_where_the_viewer_manages_and_by_their_holder():
    here = make_institution(TOWNSHIP)
    holder = make_practitioner(here)
    stored, held = make_device(here), make_device(here, status="in_use", holder=holder, held_since=TODAY)
    make_device(make_institution(f"{COUNTY}101"))
    assert set(selectors.devices(make_viewer("institution_write", regions=(TOWNSHIP,)))) == {stored, held}
    assert list(selectors.devices(make_viewer(practitioner_id=holder.id))) == [held]
    assert not selectors.devices(make_viewer()).exists()
    assert selectors.device_counts(here.id) == {"service_kit": 2}


def test_team_facts_hold_the_members_of_the_day(django_assert_num_queries):
    institution = make_institution(TOWNSHIP, name="城关卫生院")
    team = make_team(institution, starts_on=date(2026, 1, 1))
    newcomer = make_practitioner(institution, "village_doctor", "gp", qualifications=["mental_health"])
    make_member(team, newcomer, "village_doctor", starts_on=TODAY)
    with django_assert_num_queries(2):
        facts = selectors.team_facts(team.id, TODAY)
    assert (facts.institution_name, facts.region_code, facts.leader_id) == ("城关卫生院", TOWNSHIP, team.leader_id)
    assert [member.role for member in facts.members] == ["gp", "nurse", "public_health", "village_doctor"]
    assert facts.member(newcomer.id).qualifications == ("mental_health",)
    assert facts.member(newcomer.id).roles == ("village_doctor", "gp")
    assert len(selectors.team_facts(team.id, TODAY - DAY).members) == 3
    assert facts.is_open_on(date(2026, 1, 1)) and not facts.is_open_on(date(2025, 12, 31))
    assert selectors.team_facts(new_id(), TODAY) is None


def test_the_facts_of_many_teams_cost_two_queries(django_assert_num_queries):
    ids = [make_team().id for _ in range(4)]
    with django_assert_num_queries(2):
        assert set(selectors.team_facts_of(ids, TODAY)) == set(ids)


def test_a_list_of_teams_counts_members_and_areas_of_the_day_in_one_query(django_assert_num_queries):
    make_county(villages=4)
    team, other = make_team(), make_team()
    make_area(team, VILLAGE)
    make_area(team, f"{COUNTY}100202")
    make_area(other, f"{COUNTY}100203", ends_on=TODAY - DAY)
    with django_assert_num_queries(1):
        counts = {
            found.id: (found.member_count, found.area_count) for found in selectors.teams(make_viewer(), on=TODAY)
        }
        assert counts == {team.id: (3, 2), other.id: (3, 0)}

    dissolved = make_team(dissolved_on=TODAY - DAY)
    assert dissolved not in selectors.teams(make_viewer(), on=TODAY, is_open=True)
    assert list(selectors.teams(make_viewer(), on=TODAY, is_open=False)) == [dissolved]


def test_a_team_page_loads_members_and_their_institutions_in_two_queries(django_assert_num_queries):
    team = make_team()
    with django_assert_num_queries(2):
        found = selectors.team_for(make_viewer(), team.id, on=TODAY)
        assert [member.practitioner.institution.name for member in found.members_on_day] == [team.institution.name] * 3


def test_doctor_facts_tell_whether_the_doctor_serves_on_the_day(django_assert_num_queries):
    doctor = make_practitioner(make_institution(TOWNSHIP), "gp", joined_on=date(2026, 1, 1), left_on=TODAY)
    with django_assert_num_queries(1):
        assert selectors.doctor_facts(doctor.id, TODAY).is_active
    assert not selectors.doctor_facts(doctor.id, TODAY + DAY).is_active
    assert not selectors.doctor_facts(doctor.id, date(2025, 12, 31)).is_active
    assert selectors.doctor_facts(doctor.id, TODAY).region_code == TOWNSHIP
    assert selectors.doctor_facts(new_id(), TODAY) is None


def test_a_village_has_the_team_of_the_day(django_assert_num_queries):
    first, second = make_team(), make_team()
    make_area(first, VILLAGE, ends_on=TODAY)
    make_area(second, VILLAGE, starts_on=TODAY + DAY)
    with django_assert_num_queries(1):
        assert selectors.team_of_region(VILLAGE, TODAY) == first.id
    assert selectors.team_of_region(VILLAGE, TODAY + DAY) == second.id
    assert selectors.team_of_region(f"{COUNTY}100299", TODAY) is None


def test_in_a_village_divided_by_buildings_the_building_decides():
    village = make_region(VILLAGE)
    east, west = make_building(village, "东楼"), make_building(village, "西楼")
    first, second = make_team(), make_team()
    make_area(first, village, building=east)
    assert selectors.team_of_region(VILLAGE, TODAY) == first.id
    make_area(second, village, building=west)
    assert selectors.team_of_region(VILLAGE, TODAY) is None
    assert selectors.team_of_region(VILLAGE, TODAY, building="西楼") == second.id
    assert [area.building for area in selectors.areas_of_regions([VILLAGE], TODAY)[VILLAGE]] == ["东楼", "西楼"]


def test_the_population_of_a_teams_area_counts_villages_and_buildings_and_says_what_is_unknown():
    make_region(VILLAGE, population=1500)
    unknown = make_region(f"{COUNTY}100202")
    divided = make_region(f"{COUNTY}100203", population=9000)
    team = make_team()
    make_area(team, VILLAGE)
    make_area(team, unknown)
    make_area(team, divided, building=make_building(divided, population=400))
    assert selectors.population_of_team_area(team.id, TODAY) == (1900, 1)


def test_the_chain_of_responsibility_runs_from_the_township_to_the_household(django_assert_num_queries):
    make_county()
    people = [make_practitioner(name=name) for name in ("县乡组长", "片区领导", "技术骨干", "村医甲", "外人")]
    make_responsibility(VILLAGE, "household", people[3])
    make_responsibility(TOWNSHIP, "township", people[0])
    make_responsibility(VILLAGE, "village", people[2])
    make_responsibility(VILLAGE, "part", people[1])
    make_responsibility(f"{COUNTY}100202", "household", people[4])
    with django_assert_num_queries(1):
        chain = selectors.responsible_for(VILLAGE, TODAY)
    assert [link.practitioner_name for link in chain] == ["县乡组长", "片区领导", "技术骨干", "村医甲"]
    assert [link.step for link in chain] == ["township", "part", "village", "household"]
