"""A household signs one paper: each member an agreement with a state of its own, all or none."""

import datetime as dt

import pytest

from jiayi.foundation.base.errors import BadShape, LawBroken
from jiayi.service.agreements import services
from jiayi.service.agreements.models import Agreement, DoctorLoad, HouseholdTeam, TeamLoad

from .factories import SIGNED_ON, agreement_of, make_household, make_resident, make_team, make_village, sign

pytestmark = pytest.mark.django_db


def family_of_five(**child):
    household = make_household(members=4)
    born = dt.date(2015, 5, 1)
    return household, make_resident(household=household, birth_date=born, resident_since=born, **child)


def test_a_family_of_five_with_a_minor_signs_one_paper_by_its_head():
    village = make_village("household-village")
    household, child = family_of_five()
    father = household.head
    paper = sign(village, household_id=household.id, unit="household", guardian_id=father.id)
    assert (paper.household_id, paper.signer_id, paper.signer_capacity) == (household.id, father.id, "head")
    agreements = paper.agreements.all()
    assert len(agreements) == 5
    assert {(one.state, one.ends_on) for one in agreements} == {("active", dt.date(2027, 12, 31))}
    assert {one.guardian_id for one in agreements if one.resident_id != child.id} == {None}
    assert agreement_of(child).guardian_id == father.id
    load = TeamLoad.objects.get(team=village.team)
    assert (load.households, load.persons) == (1, 5)
    assert HouseholdTeam.objects.get(household=household).is_exclusive


def test_one_member_who_may_not_sign_stops_the_paper_and_is_named():
    village = make_village("household-village")
    household, child = family_of_five()
    with pytest.raises(LawBroken) as refused:
        sign(village, household_id=household.id, unit="household")
    [breach] = refused.value.breaches
    assert (breach["code"], breach["resident"]) == ("B_GUARDIAN_REQUIRED", str(child.id))
    assert not Agreement.objects.exists()
    assert not TeamLoad.objects.filter(persons__gt=0).exists()


def test_the_guardian_on_record_signs_for_the_minor():
    village = make_village("household-village")
    household = make_household(members=2)
    born = dt.date(2015, 5, 1)
    child = make_resident(household=household, birth_date=born, resident_since=born, guardian=household.head)
    sign(village, household_id=household.id, unit="household")
    assert agreement_of(child).guardian_id == household.head_id


def test_members_may_be_chosen_before():
    village = make_village("household-village")
    household = make_household(members=4)
    chosen = household.members.order_by("id")[:2]
    paper = sign(village, *chosen, household_id=household.id, unit="household")
    assert set(paper.agreements.values_list("resident_id", flat=True)) == {one.id for one in chosen}


def test_one_resident_stands_for_the_household_and_those_signed_or_unwilling_are_left_out():
    village = make_village("household-village")
    first, second, third, fourth = make_household(members=4).members.order_by("id")
    sign(village, second)
    services.record_refusal(by=village.by, resident_id=third.id, reason="no_need", refused_on=SIGNED_ON, on=SIGNED_ON)
    paper = sign(village, first, unit="household")
    assert set(paper.agreements.values_list("resident_id", flat=True)) == {first.id, fourth.id}


def test_a_stranger_does_not_stand_on_a_households_paper():
    village = make_village("household-village")
    household = make_household(members=2)
    with pytest.raises(BadShape) as refused:
        sign(village, make_resident(), household_id=household.id, unit="household")
    assert refused.value.code == "E_NOT_OF_THE_HOUSEHOLD"


def test_breaches_of_the_paper_are_told_once_for_all_members():
    village = make_village("household-village")
    household = make_household(members=4)
    with pytest.raises(LawBroken) as refused:
        sign(village, household_id=household.id, unit="household", signed_on=dt.date(2026, 6, 1))
    assert [breach["code"] for breach in refused.value.breaches] == ["B_OUTSIDE_WINDOW"]


def test_a_household_whose_members_go_over_the_cap_together_is_refused():
    village = make_village("household-village", roles=("gp",))
    household = make_household(members=3)
    DoctorLoad.objects.create(practitioner=village.doctor, persons=1498)
    with pytest.raises(LawBroken) as refused:
        sign(village, household_id=household.id, unit="household")
    assert [breach["code"] for breach in refused.value.breaches] == ["B_DOCTOR_PERSONS"]


def test_a_household_renews_as_a_whole_with_another_team():
    village = make_village("household-village")
    household = make_household(members=3)
    sign(village, household_id=household.id, unit="household")
    other = make_team()
    autumn = dt.date(2027, 11, 1)
    sign(other, household_id=household.id, unit="household", kind="renewal", signed_on=autumn)
    exclusive = HouseholdTeam.objects.filter(household=household, is_exclusive=True, persons__gt=0)
    assert exclusive.get().team_id == other.id
    services.start_scheduled(by=village.by, on=dt.date(2028, 1, 1))
    assert set(Agreement.objects.filter(state="active").values_list("team_id", flat=True)) == {other.id}
    assert TeamLoad.objects.get(team=village.team).households == 0


def test_one_member_alone_does_not_renew_with_another_team():
    village = make_village("household-village")
    household = make_household(members=3)
    sign(village, household_id=household.id, unit="household")
    with pytest.raises(LawBroken) as refused:
        sign(make_team(), household.head, kind="renewal", signed_on=dt.date(2027, 11, 1))
    assert [breach["code"] for breach in refused.value.breaches] == ["B_HOUSEHOLD_OTHER_TEAM"]


def test_a_household_moves_to_another_team_as_a_whole():
    village = make_village("household-village")
    household = make_household(members=3)
    sign(village, household_id=household.id, unit="household")
    other = make_team()
    sign(other, household_id=household.id, unit="household", is_replacement=True)
    assert Agreement.objects.filter(state="transferred").count() == 3
    assert HouseholdTeam.objects.get(household=household, persons__gt=0).team_id == other.id
