"""A batch can be undone, as far as nothing was built on it since."""

import datetime as dt

import pytest

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base.errors import LawBroken, NotVisible
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.foundation.core.national_id import check_character
from jiayi.registry.people.models import CareRelation, GroupMembership, Household, Resident, RosterBatch
from jiayi.registry.people.services import roster
from tests.registry.organization.factories import make_viewer
from tests.registry.people.roster.rosters import AT, ON, infant, person

FIRST, SECOND, THIRD = "510121199004269874", "510121194809274547", "420302202307104027"
SYSTEM = SystemViewer()


def undo(batch: RosterBatch, by=SYSTEM) -> roster.Undo:
    return roster.undo_roster(by=by, batch_id=batch.pk, at=AT)


def state() -> list:
    skipped = {"updated_at", "version"}
    return [
        sorted(
            ({key: plain(value) for key, value in row.items() if key not in skipped} for row in table.objects.values()),
            key=lambda row: str(row["id"]),
        )
        for table in (Resident, Household, GroupMembership)
    ]


def plain(value):
    return bytes(value) if isinstance(value, memoryview) else value


def test_undoing_takes_away_what_the_batch_made(bring):
    row = person(household_number="H1", relation="户主", groups="高血压")
    batch = bring(row, person(SECOND, household_number="H1"), infant()).batch
    done = undo(batch)
    assert (done.removed, done.kept_count, done.rolled_back) == (3, 0, 0)
    assert state() == [[], [], []]
    batch.refresh_from_db()
    assert (batch.status, batch.undone_at) == ("undone", AT)
    assert Entry.objects.get(act="people.undo_roster").details["removed"] == 3


def test_undoing_brings_back_what_stood_before(bring):
    bring(person(phone="13800138000"), person(SECOND, ethnicity=""), infant())
    before = state()
    rows = [person(phone="13900139000", address="新址", groups="高血压", household_number="H9", relation="户主")]
    rows += [person(SECOND, ethnicity="回族", residence_since="2015-03-01"), person(THIRD), infant(phone="13700137000")]
    batch = bring(*rows).batch
    done = undo(batch)
    assert (done.removed, done.rolled_back, done.changed_since) == (1, 3, 0)
    assert state() == before


def test_a_number_that_a_newborn_got_goes_away_again(bring):
    bring(infant(birth_date="2026-05-11"))
    before = state()
    number = "42032420260511002" + check_character("42032420260511002")
    batch = bring(person(number, name="胡丽凤", sex="女")).batch
    assert batch.counts["updated"] == 1
    undo(batch)
    assert state() == before


def test_what_two_rows_changed_of_one_resident_goes_back_whole(bring, monkeypatch):
    monkeypatch.setattr("jiayi.registry.people.services.roster.judging.CHUNK_ROWS", 1)
    bring(infant(birth_date="2026-05-11", phone="13800138000"), processes=0)
    before = state()
    number = "42032420260511002" + check_character("42032420260511002")
    first = infant(birth_date="2026-05-11", phone="13900139000", groups="高血压")
    second = person(number, name="胡丽凤", sex="女", phone="13700137000", groups="糖尿病")
    batch = bring(first, second, processes=0).batch
    assert batch.counts["updated"] == 2
    assert GroupMembership.objects.count() == 2
    assert undo(batch).rolled_back == 1
    assert state() == before


def test_residents_on_whom_something_was_built_are_named_and_kept(bring):
    batch = bring(person(household_number="H1"), person(SECOND, household_number="H1"), person(THIRD)).batch
    served = Resident.objects.get(birth_date=dt.date(1990, 4, 26))
    CareRelation.objects.create(resident=served, place_kind="team", place_id=batch.pk, purpose="agreement", since=ON)
    Resident.objects.filter(birth_date=dt.date(1948, 9, 27)).update(version=2)
    preview = roster.preview_undo(by=SYSTEM, batch_id=batch.pk)
    assert (preview.removed, preview.kept_count) == (1, 2)
    assert {kept.reasons for kept in preview.kept} == {("people.carerelation",), (roster.EDITED,)}
    assert undo(batch) == preview
    assert Resident.objects.count() == 2
    assert Household.objects.get().members.count() == 2


def test_what_changed_since_is_left_as_it_is_now(bring):
    bring(person(phone="13800138000"))
    batch = bring(person(phone="13900139000", address="新址")).batch
    Resident.objects.update(address="更新的住址")
    done = undo(batch)
    assert (done.rolled_back, done.changed_since) == (0, 1)
    resident = Resident.objects.get()
    assert resident.address == "更新的住址"
    assert verdict_of(bring(person(phone="13800138000", address=""))) == "unchanged"


def verdict_of(done) -> str:
    return next(str(verdict) for _, verdict, _ in done.outcomes.details())


def test_residents_whom_a_later_batch_changed_are_kept(bring):
    batch = bring(person()).batch
    bring(person(address="新址"))
    assert undo(batch).kept_count == 1


def test_after_undoing_the_file_can_be_imported_again(bring):
    undo(bring(person(), infant()).batch)
    assert bring(person(), infant()).counts["accepted"] == 2


def test_a_batch_is_undone_once(bring):
    batch = bring(person()).batch
    undo(batch)
    with pytest.raises(LawBroken) as refused:
        undo(batch)
    assert refused.value.code == "E_ROSTER_STATE"


def test_another_person_cannot_undo_or_look_at_a_batch(bring):
    batch = bring(person()).batch
    clerk = make_viewer("roster_import", regions=("420324101",))
    for attempt in (lambda: undo(batch, by=clerk), lambda: roster.preview_undo(by=clerk, batch_id=batch.pk)):
        with pytest.raises(NotVisible):
            attempt()
    assert Resident.objects.exists()


def test_a_preview_writes_nothing(bring):
    batch = bring(person(), infant()).batch
    before = state()
    roster.preview_undo(by=SYSTEM, batch_id=batch.pk)
    assert state() == before


def test_a_preview_asks_once_for_all_residents_what_was_built_on_them(bring, django_assert_num_queries):
    batch = bring(person(), person(SECOND), person(THIRD)).batch
    Resident.objects.filter(name_key=Resident.objects.first().name_key).update(version=2)
    with django_assert_num_queries(4):  # the batch, its residents, the names of those kept, its updates
        preview = roster.preview_undo(by=SYSTEM, batch_id=batch.pk)
    assert preview.removed + preview.kept_count == 3
    assert [kept.reasons for kept in preview.kept] == [("people.edited",)] * preview.kept_count
