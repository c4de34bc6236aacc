import datetime as dt
import random

import pytest

from jiayi.foundation.base import events
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.base.models import new_id
from jiayi.registry.people import selectors, services
from jiayi.registry.people.events import MergeUndone, ResidentsMerged
from jiayi.registry.people.merging import Part
from jiayi.registry.people.models import CareRelation, GroupMembership, Household, Resident
from jiayi.registry.people.sealing import number_of
from tests.registry.people.factories import (
    OTHER_VILLAGE,
    make_group,
    make_household,
    make_relation,
    make_resident,
    make_viewer,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)
BORN = dt.date(2025, 12, 1)


def merge(kept, merged, by=None, **arguments):
    arguments = {"reason": "同一新生儿重复建档", "on": TODAY} | arguments
    return services.merge_residents(by=by or make_viewer("420324"), kept_id=kept.id, merged_id=merged.id, **arguments)


def undo(made, **arguments):
    return services.undo_merge(by=make_viewer("420324"), merge_id=made.id, reason="不是同一人", on=TODAY, **arguments)


def make_pair(**fields):
    """One infant registered twice: first without a number, later with one."""
    return make_resident(birth_date=BORN, number=None, **fields), make_resident(birth_date=BORN, phone="13812345678")


def test_the_kept_record_takes_the_parts_that_were_chosen_sealed_for_its_own_row():
    kept, merged = make_pair()
    number = number_of(merged, "national_id")
    merge(kept, merged, take=[Part.IDENTITY, Part.PHONE])
    kept.refresh_from_db()
    assert (number_of(kept, "national_id"), number_of(kept, "phone")) == (number, "13812345678")
    found = selectors.search(make_viewer(), number, on=TODAY)
    assert found.residents == (kept,)


def test_rows_of_the_double_go_to_the_kept_record_unless_it_has_them_already():
    kept, merged = make_pair()
    team = new_id()
    for resident in (kept, merged):
        make_group(resident, "diabetes")
        make_relation(resident, team)
    moved = make_group(merged, "stroke")
    merge(kept, merged)
    assert set(kept.group_memberships.values_list("group", flat=True)) == {"diabetes", "stroke"}
    assert GroupMembership.objects.get(pk=moved.pk).resident == kept
    assert kept.care_relations.count() == merged.care_relations.count() == 1


def test_the_double_leaves_its_household_and_its_wards_and_headship_are_handed_on():
    kept, merged = make_pair()
    household = make_household()
    Resident.objects.filter(pk=merged.pk).update(household=household, relation_to_head="head")
    Household.objects.filter(pk=household.pk).update(head=merged)
    ward = make_resident(guardian=merged)
    made = merge(kept, merged, take=[Part.HOUSEHOLD])
    for row in (kept, merged, household, ward):
        row.refresh_from_db()
    assert (merged.household, kept.household, household.head, ward.guardian) == (None, household, kept, kept)
    undo(made)
    for row in (kept, merged, household, ward):
        row.refresh_from_db()
    assert (merged.household, kept.household, household.head, ward.guardian) == (household, None, merged, merged)


def test_records_that_contradict_each_other_need_a_look_at_the_documents():
    first, second = make_resident(name="张三"), make_resident(name="张叁", birth_date=dt.date(1980, 5, 7))
    with pytest.raises(LawBroken) as error:
        merge(first, second)
    assert error.value.code == "E_MERGE_UNCONFIRMED"
    assert "姓名" in error.value.breaches[0]["text_zh"]
    merge(first, second, confirmed=True)


def test_a_merger_needs_a_reason_the_permission_and_two_open_records():
    kept, merged = make_pair()
    with pytest.raises(BadShape):
        merge(kept, merged, reason="  ")
    with pytest.raises(LawBroken):
        merge(kept, kept)
    for stranger in (make_viewer(OTHER_VILLAGE), make_viewer("420324", permissions=("resident_write",))):
        with pytest.raises(NotVisible):
            merge(kept, merged, by=stranger)
    merge(kept, merged)
    with pytest.raises(LawBroken):
        merge(kept, merged)


def test_rooms_above_hear_of_mergers_log_their_rows_and_hear_of_the_way_back(monkeypatch):
    heard, agreement = [], new_id()

    def point_agreements(event):
        heard.append(event)
        services.log_moved_rows(merge_id=event.merge_id, table="agreements.agreement", ids=[agreement])

    subscribers = {ResidentsMerged: [point_agreements], MergeUndone: [heard.append]}
    monkeypatch.setattr(events, "_subscribers", subscribers)
    kept, merged = make_pair()
    made = merge(kept, merged)
    undo(made)
    assert heard[0] == ResidentsMerged(made.id, kept.id, merged.id, TODAY)
    assert heard[1].moved["agreements.agreement"] == [str(agreement)]
    assert (heard[1].kept_id, heard[1].merged_id) == (kept.id, merged.id)


def test_mergers_are_taken_back_once_and_the_latest_first():
    first, second = make_pair()
    third = make_resident(birth_date=BORN, number=None)
    one, two = merge(first, second), merge(first, third)
    with pytest.raises(LawBroken) as error:
        undo(one)
    assert error.value.code == "E_MERGE_LATER_FIRST"
    undo(two)
    undo(one)
    with pytest.raises(LawBroken) as error:
        undo(one)
    assert error.value.code == "E_NOTHING_TO_UNDO"


def test_a_merger_is_not_taken_back_over_a_new_record_with_the_same_number():
    kept, merged = make_resident(name="张三"), make_resident(name="张三")
    number = number_of(merged, "national_id")
    made = merge(kept, merged, confirmed=True)
    make_resident(number=number)
    with pytest.raises(LawBroken) as error:
        undo(made)
    assert error.value.code == "E_DUPLICATE_ELSEWHERE"


IGNORED = {"version", "updated_at"}


def everything():
    """All rows of this room that a merger may touch, without versions and times of change."""
    tables = (Resident, Household, GroupMembership, CareRelation)
    return {
        (table.__name__, row["id"]): {
            name: bytes(value) if isinstance(value, memoryview) else value
            for name, value in row.items()
            if name not in IGNORED
        }
        for table in tables
        for row in table.objects.values()
    }


@pytest.mark.parametrize("seed", range(25))
def test_whatever_was_merged_undoing_restores_every_row(seed):
    chooser = random.Random(seed)
    households = [make_household() for _ in range(2)]
    team = new_id()
    people = []
    for _ in range(3):
        household = chooser.choice([None, *households])
        person = make_resident(
            birth_date=BORN,
            number=chooser.choice([None, ""]),
            phone=chooser.choice(["", "13812345678"]),
            household=household,
            relation_to_head="other" if household else "",
            note=chooser.choice(["", "备注"]),
            payment_kinds=chooser.choice([[], ["own_expense"]]),
            resident_since=chooser.choice([None, BORN]),
            groups=tuple(chooser.sample(["stroke", "diabetes", "copd"], chooser.randrange(3))),
            guardian=chooser.choice([None, *people]),
        )
        if household and chooser.random() < 0.5:
            Household.objects.filter(pk=household.pk).update(head=person)
        for place in chooser.sample([team, new_id()], chooser.randrange(3)):
            make_relation(person, place, until=chooser.choice([None, TODAY]))
        people.append(person)
    before = everything()
    kept, merged, third = chooser.sample(people, 3)
    take = chooser.sample(list(Part), chooser.randrange(len(Part)))
    made = [merge(kept, merged, take=take, confirmed=True)]
    if chooser.random() < 0.5:
        made.append(merge(kept, third, take=take[:3], confirmed=True))
    assert everything() != before
    for each in reversed(made):
        undo(each)
    assert everything() == before
