import datetime as dt

import pytest

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.base.models import new_id
from jiayi.registry.people import services
from jiayi.registry.people.faults import EditConflict
from jiayi.registry.people.models import CareRelation, GroupMembership, Household, Resident
from jiayi.registry.people.sealing import number_of
from tests.registry.people.factories import (
    OTHER_VILLAGE,
    VILLAGE,
    make_group,
    make_household,
    make_national_id,
    make_resident,
    make_viewer,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)


def change(resident, by=None, **entered):
    return services.change_resident(
        by=by or make_viewer(), resident_id=resident.id, version=resident.version, entered=entered, on=TODAY
    )


def test_a_change_saves_what_differs_and_counts_the_version():
    resident = make_resident(phone="13812345678")
    changed = change(resident, name="张大明", phone="13900001111", address="2组51号", payment_kinds=["own_expense"])
    changed.refresh_from_db()
    assert (changed.version, changed.name_initials, changed.address) == (2, "zdm", "2组51号")
    assert number_of(changed, "phone") == "13900001111"
    assert change(changed, name="张大明").version == 2
    assert sorted(Entry.objects.get().details["fields"])[0] == "address"


def test_a_change_of_what_somebody_changed_meanwhile_is_a_conflict():
    resident = make_resident()
    change(resident, address="先改的人")
    with pytest.raises(EditConflict) as error:
        change(resident, address="后改的人")
    assert error.value.status == 409
    assert Resident.objects.get(pk=resident.pk).address == "先改的人"


def test_a_new_number_brings_its_own_sex_and_birth_date():
    resident = make_resident()
    number = make_national_id(dt.date(1975, 7, 8), "female")
    changed = change(resident, national_id=number)
    assert (changed.sex, changed.birth_date) == ("female", dt.date(1975, 7, 8))
    with pytest.raises(BadShape) as error:
        change(changed, birth_date=dt.date(1975, 7, 9))
    assert error.value.code == "E_BIRTH_DATE_DIFFERS"


def test_a_number_of_another_record_is_refused():
    number = make_national_id()
    make_resident(name="王芳", number=number)
    with pytest.raises(LawBroken) as error:
        change(make_resident(), national_id=number)
    assert error.value.code == "E_DUPLICATE_NUMBER"


def test_nobody_changes_whom_they_may_only_see():
    resident = make_resident()
    for stranger in (make_viewer(OTHER_VILLAGE), make_viewer("420324", permissions=("resident_read",))):
        with pytest.raises(NotVisible):
            change(resident, by=stranger, address="不该写入")


def test_a_guardian_is_another_living_adult_in_sight():
    child = make_resident(birth_date=dt.date(2020, 1, 1))
    mother = make_resident(sex="female")
    by = make_viewer()
    assert services.set_guardian(by=by, resident_id=child.id, guardian_id=mother.id, on=TODAY).guardian == mother
    for wrong in (child, make_resident(status="deceased"), make_resident(birth_date=dt.date(2009, 1, 1))):
        with pytest.raises(LawBroken) as error:
            services.set_guardian(by=by, resident_id=child.id, guardian_id=wrong.id, on=TODAY)
        assert error.value.code == "E_GUARDIAN_INVALID"
    with pytest.raises(NotVisible):
        hidden = make_resident(village=OTHER_VILLAGE)
        services.set_guardian(by=by, resident_id=child.id, guardian_id=hidden.id, on=TODAY)
    assert services.set_guardian(by=by, resident_id=child.id, guardian_id=None, on=TODAY).guardian is None


def test_a_group_is_recorded_once_at_a_time_and_closed_on_its_last_day():
    resident = make_resident()
    by = make_viewer()
    membership = services.record_group(
        by=by, resident_id=resident.id, group="diabetes", since=TODAY, on=TODAY, evidence="县医院诊断"
    )
    with pytest.raises(LawBroken) as error:
        services.record_group(by=by, resident_id=resident.id, group="diabetes", since=TODAY, on=TODAY)
    assert error.value.code == "E_GROUP_OPEN"
    services.close_group(by=by, membership_id=membership.id, until=TODAY)
    assert GroupMembership.objects.get().until == TODAY
    with pytest.raises(BadShape):
        services.close_group(by=by, membership_id=membership.id, until=TODAY - dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("group", "since", "code"),
    [
        ("astronaut", TODAY, "E_GROUP_UNKNOWN"),
        ("stroke", TODAY + dt.timedelta(days=1), "E_DATE_IN_FUTURE"),
        ("stroke", dt.date(1980, 5, 5), "E_DATE_TOO_EARLY"),
    ],
)
def test_a_group_needs_a_known_code_and_a_possible_day(group, since, code):
    with pytest.raises(BadShape) as error:
        services.record_group(by=make_viewer(), resident_id=make_resident().id, group=group, since=since, on=TODAY)
    assert error.value.code == code


def test_groups_of_hidden_residents_are_out_of_reach():
    hidden = make_group(make_resident(village=OTHER_VILLAGE))
    by = make_viewer()
    with pytest.raises(NotVisible):
        services.close_group(by=by, membership_id=hidden.id, until=TODAY)
    with pytest.raises(NotVisible):
        services.record_group(by=by, resident_id=hidden.resident_id, group="stroke", since=TODAY, on=TODAY)


def test_a_relation_is_opened_once_and_closed_by_its_subject():
    resident = make_resident()
    by, team, agreement = make_viewer(), new_id(), new_id()
    arguments = dict(resident_id=resident.id, place_kind="team", place_id=team, purpose="agreement", since=TODAY)
    first = services.open_relation(by=by, subject_id=agreement, **arguments)
    assert services.open_relation(by=by, subject_id=agreement, **arguments) == first
    services.open_relation(by=by, **arguments)
    assert services.close_relations_of(by=by, subject_id=agreement, until=TODAY) == 1
    closing = dict(resident_id=resident.id, place_id=team, purpose="agreement", until=TODAY)
    assert services.close_relation(by=by, **closing) == 1
    assert services.close_relation(by=by, **closing) == 0
    assert not CareRelation.objects.filter(until=None).exists()


def test_a_household_gets_the_next_number_of_its_village_unless_one_is_given():
    by = make_viewer("420324")
    make_household(number=f"{VILLAGE}00041")
    assert services.register_household(by=by, region_code=VILLAGE).number == f"{VILLAGE}00042"
    assert services.register_household(by=by, region_code=VILLAGE, number="老户").number == "老户"
    with pytest.raises(LawBroken) as error:
        services.register_household(by=by, region_code=VILLAGE, number="老户")
    assert error.value.code == "E_HOUSEHOLD_NUMBER_TAKEN"
    with pytest.raises(NotVisible):
        services.register_household(by=make_viewer(OTHER_VILLAGE), region_code=VILLAGE)


def test_a_household_keeps_its_dwelling_in_known_codes():
    household = make_household()
    by = make_viewer()
    entered = {"address": "西关", "dwelling": {"fuel": "biogas", "area": 120, "toilet": ""}, "registered_count": 4}
    changed = services.change_household(by=by, household_id=household.id, version=1, entered=entered)
    assert changed.dwelling == {"fuel": "biogas", "area": "120"}
    with pytest.raises(EditConflict):
        services.change_household(by=by, household_id=household.id, version=1, entered=entered)
    with pytest.raises(BadShape):
        wrong = {"dwelling": {"fuel": "plutonium"}}
        services.change_household(by=by, household_id=household.id, version=2, entered=wrong)


def test_putting_somebody_in_as_head_replaces_the_head():
    household = make_household(members=1)
    before = household.head
    newcomer = make_resident()
    services.put_in_household(by=make_viewer(), resident_id=newcomer.id, household_id=household.id, relation="head")
    household.refresh_from_db()
    before.refresh_from_db()
    assert (household.head, before.relation_to_head) == (newcomer, "other")
    services.make_head(by=make_viewer(), household_id=household.id, resident_id=before.id)
    household.refresh_from_db()
    assert household.head == before
    services.put_in_household(by=make_viewer(), resident_id=before.id, household_id=None)
    household.refresh_from_db()
    assert household.head is None


def test_a_household_takes_only_people_of_its_village_and_heads_only_of_its_members():
    household = make_household(village=OTHER_VILLAGE)
    resident = make_resident()
    by = make_viewer("420324")
    with pytest.raises(LawBroken) as error:
        services.put_in_household(by=by, resident_id=resident.id, household_id=household.id, relation="son")
    assert error.value.code == "E_HOUSEHOLD_OTHER_VILLAGE"
    with pytest.raises(LawBroken) as error:
        services.make_head(by=by, household_id=household.id, resident_id=resident.id)
    assert error.value.code == "E_NOT_A_MEMBER"
    with pytest.raises(BadShape):
        own = make_household()
        services.put_in_household(by=by, resident_id=resident.id, household_id=own.id, relation="cousin")


def test_a_household_is_split_under_a_new_head_and_keeps_somebody():
    household = make_household(members=4)
    everybody = list(household.members.order_by("id"))
    leaving = everybody[2:]
    by = make_viewer()
    made = services.split_household(
        by=by, household_id=household.id, member_ids=[row.id for row in leaving], head_id=leaving[0].id
    )
    assert (made.head, made.members.count(), household.members.count()) == (leaving[0], 2, 2)
    assert Household.objects.get(pk=household.pk).head == everybody[0]
    for chosen, head in ((everybody[:2], everybody[0]), ([], everybody[0]), (everybody[:1], everybody[1])):
        with pytest.raises(LawBroken):
            services.split_household(
                by=by, household_id=household.id, member_ids=[row.id for row in chosen], head_id=head.id
            )
