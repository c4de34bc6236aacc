import datetime as dt
import itertools

import pytest

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.models import new_id
from jiayi.foundation.base.viewer import Nobody, SystemViewer
from jiayi.foundation.core.dates import completed_months, completed_years
from jiayi.registry.organization.models import Adoption
from jiayi.registry.people import selectors
from jiayi.registry.people.models import Household
from jiayi.registry.people.selectors.group_filter import latest_birth
from tests.registry.people.factories import (
    OTHER_VILLAGE,
    VILLAGE,
    make_group,
    make_household,
    make_region,
    make_relation,
    make_resident,
    make_viewer,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)


def test_a_resident_is_seen_by_region_and_by_an_open_care_relation_and_by_nobody_else():
    resident = make_resident()
    team = new_id()
    make_relation(resident, team, until=TODAY)
    assert selectors.resident_for(make_viewer("420324101"), resident.id, on=TODAY) == resident
    assert selectors.resident_for(make_viewer(OTHER_VILLAGE, places=(team,)), resident.id, on=TODAY) == resident
    assert selectors.resident_for(SystemViewer(), resident.id, on=TODAY) == resident
    strangers = [
        Nobody(),
        make_viewer(OTHER_VILLAGE),
        make_viewer("42032410122"[:-1] + "9"),
        make_viewer(OTHER_VILLAGE, places=(new_id(),)),
        make_viewer("420324", permissions=("team_read",)),
    ]
    for stranger in strangers:
        with pytest.raises(NotVisible):
            selectors.resident_for(stranger, resident.id, on=TODAY)
        assert not selectors.residents(stranger, on=TODAY).exists()
    with pytest.raises(NotVisible):
        selectors.resident_for(make_viewer(places=(team,)), new_id(), on=TODAY)


def test_a_relation_shows_a_resident_to_its_last_day_and_not_before_its_first():
    resident = make_resident()
    team = new_id()
    make_relation(resident, team, since=TODAY, until=TODAY)
    viewer = make_viewer(OTHER_VILLAGE, places=(team,))
    for day, seen in ((-1, False), (0, True), (1, False)):
        on = TODAY + dt.timedelta(days=day)
        assert selectors.residents(viewer, on=on).exists() is seen


def test_a_merged_record_leads_to_the_one_that_was_kept():
    kept = make_resident()
    middle = make_resident(number=None, merged_into=kept)
    first = make_resident(number=None, merged_into=middle)
    assert selectors.resident_for(make_viewer(), first.id, on=TODAY) == kept
    assert list(selectors.residents(make_viewer(), on=TODAY)) == [kept]


def test_the_list_filters_by_every_column():
    old = make_resident(name="王大爷", birth_date=dt.date(1950, 1, 1), groups=("hypertension",))
    girl = make_resident(name="李小妹", sex="female", birth_date=dt.date(2021, 1, 1), residence_kind="not_registered")
    gone = make_resident(name="王二", status="moved_away", village=OTHER_VILLAGE)
    viewer = make_viewer("420324")

    def listed(**filters):
        return list(selectors.residents(viewer, on=TODAY, **filters))

    assert listed(region=OTHER_VILLAGE) == [gone]
    assert listed(name="王 ") == [old, gone]
    assert listed(group="hypertension") == [old]
    assert listed(group="elderly") == [old]
    assert listed(group="child") == [girl]
    assert listed(group="nonsense") == []
    assert listed(sex="female") == [girl]
    assert listed(age_from=60, age_to=76) == [old]
    assert listed(age_to=5) == [girl]
    assert listed(status="moved_away") == [gone]
    assert listed(residence_kind="not_registered") == [girl]
    household = make_household(members=2)
    assert len(listed(household=household.id)) == 2


def test_residents_outside_of_the_area_stand_in_the_list_with_one_more_query(django_assert_num_queries):
    team = new_id()
    here = make_resident(name="王一")
    there = make_resident(name="李二", village=OTHER_VILLAGE)
    for resident in (here, there):
        make_relation(resident, team)
    with django_assert_num_queries(2):
        assert list(selectors.residents(make_viewer(VILLAGE, places=(team,)), on=TODAY)) == [here, there]


def test_a_relation_knows_its_residents_village_and_follows_a_move():
    resident, place = make_resident(), new_id()
    relation = make_relation(resident, place)
    relation.refresh_from_db()
    assert relation.region_code == resident.region_id == VILLAGE
    resident.region = make_region(OTHER_VILLAGE)
    resident.save()
    relation.refresh_from_db()
    assert relation.region_code == OTHER_VILLAGE
    viewer = make_viewer(VILLAGE[:9], places=(place,))
    assert list(selectors.residents(viewer)) == [resident], "outside now, and seen by the relation alone"
    other = make_resident()
    relation.resident = other
    relation.save()
    relation.refresh_from_db()
    assert relation.region_code == VILLAGE


def test_residents_outside_are_found_between_and_beyond_the_areas():
    place, areas = new_id(), ("420324100", "420324102")
    codes = ("110101001001", "420324100001", "420324101001", "420324102001", "650101001001")
    residents = {code: make_resident(village=code) for code in codes}
    for resident in residents.values():
        make_relation(resident, place)
    make_resident(village="420324103001")
    assert set(selectors.residents(make_viewer(*areas, places=(place,)))) == set(residents.values())


def test_birth_dates_of_an_age_are_counted_as_ages_are():
    days = [dt.date(2024, 1, 1) + dt.timedelta(days=step) for step in range(0, 800)]
    for on, months in itertools.product([dt.date(2026, 2, 28), dt.date(2026, 3, 1), dt.date(2028, 2, 29)], [1, 12, 13]):
        latest = latest_birth(on, months)
        assert all((completed_months(day, on) >= months) == (day <= latest) for day in days)


def test_facts_are_given_for_many_residents_in_three_queries(django_assert_num_queries):
    people = [make_resident(groups=("diabetes",)) for _ in range(5)]
    people += [make_resident(village=OTHER_VILLAGE) for _ in range(5)]
    with django_assert_num_queries(3):
        facts = selectors.facts_of([person.id for person in people] + [new_id()], TODAY)
    assert facts.keys() == {person.id for person in people}


def test_facts_tell_age_residence_groups_and_household():
    household = make_household(members=1)
    wife = make_resident(
        sex="female",
        birth_date=dt.date(1990, 11, 23),
        household=household,
        resident_since=dt.date(2026, 5, 23),
        guardian=household.head,
    )
    make_group(wife, "diabetes")
    make_group(wife, "stroke", until=TODAY - dt.timedelta(days=1))
    make_group(wife, "maternal", delivered_on=TODAY - dt.timedelta(days=42))
    facts = selectors.facts_of([wife.id, household.head_id], TODAY)[wife.id]
    assert (facts.age, facts.months_resident, facts.alive, facts.has_guardian) == (35, 5, True, True)
    assert set(facts.groups) == {"maternal", "diabetes"}
    assert facts.is_key
    assert (facts.region_code, facts.household_id, facts.is_head) == (VILLAGE, household.id, False)
    assert selectors.facts_of([household.head_id], TODAY)[household.head_id].is_head
    assert "maternal" not in selectors.facts_of([wife.id], TODAY + dt.timedelta(days=1))[wife.id].groups


def test_facts_follow_the_schemes_of_the_region():
    make_region(OTHER_VILLAGE)
    Adoption.objects.create(region_id=OTHER_VILLAGE, scheme="urban-team", starts_on=dt.date(2026, 1, 1))
    born = dt.date(1966, 1, 1)
    here, there = make_resident(birth_date=born), make_resident(birth_date=born, village=OTHER_VILLAGE)
    facts = selectors.facts_of([here.id, there.id], TODAY)
    assert facts[here.id].groups == ()
    assert facts[there.id].groups == ("elderly",)
    assert list(selectors.residents(make_viewer("420324"), on=TODAY, group="elderly", region=OTHER_VILLAGE)) == [there]


def test_what_a_roster_said_of_age_once_is_not_believed_for_ever():
    resident = make_resident(birth_date=dt.date(1980, 5, 6), groups=("child", "elderly"))
    assert selectors.facts_of([resident.id], TODAY)[resident.id].groups == ()


def test_a_death_counts_from_its_day():
    resident = make_resident(status="deceased", status_on=TODAY)
    assert selectors.facts_of([resident.id], TODAY - dt.timedelta(days=1))[resident.id].alive
    facts = selectors.facts_of([resident.id], TODAY)[resident.id]
    assert not facts.alive and not facts.lives_here


def test_an_infant_has_lived_here_as_long_as_the_head_of_the_household():
    household = make_household(members=1)
    infant = make_resident(birth_date=dt.date(2026, 9, 1), number=None, household=household)
    assert selectors.facts_of([infant.id], TODAY)[infant.id].months_resident > 6


def test_a_newcomer_without_a_day_counts_as_not_yet_resident():
    newcomer = make_resident(residence_kind="not_registered")
    assert selectors.facts_of([newcomer.id], TODAY)[newcomer.id].months_resident == 0
    assert completed_years(newcomer.birth_date, TODAY) == 46


def test_households_are_seen_by_region_or_through_a_member():
    household = make_household(members=2)
    team = new_id()
    outsider = make_viewer(OTHER_VILLAGE, places=(team,))
    assert list(selectors.households(make_viewer())) == [household]
    assert list(selectors.households(make_viewer(OTHER_VILLAGE))) == []
    assert selectors.household_for(make_viewer(), household.id, on=TODAY) == household
    with pytest.raises(NotVisible):
        selectors.household_for(outsider, household.id, on=TODAY)
    make_relation(household.head, team)
    assert selectors.household_for(outsider, household.id, on=TODAY) == household
    assert list(selectors.members(outsider, household.id, on=TODAY)) == [household.head]
    assert selectors.members(make_viewer(), household.id, on=TODAY).count() == 2


def test_households_are_found_by_number_address_and_head():
    make_household(number="H1", address="西关2组")
    headed = make_household(members=1, number="H2")
    viewer = make_viewer("420324")
    assert [row.number for row in selectors.households(viewer, text="西关")] == ["H1"]
    assert [row.number for row in selectors.households(viewer, text="王成")] == ["H2"]
    assert [row.number for row in selectors.households(viewer, without_head=True)] == ["H1"]
    assert list(selectors.households(viewer, text="H2")) == [Household.objects.get(pk=headed.pk)]
