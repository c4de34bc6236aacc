"""What an import does with rows that are new, known, twice there, or not quite right."""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.foundation.core.national_id import check_character
from jiayi.registry.organization.models import Region
from jiayi.registry.people.models import ArchiveSerial, GroupMembership, Household, Resident, RosterBatch, RosterChange
from jiayi.registry.people.sealing import national_id_index, unseal
from jiayi.registry.people.services import roster
from jiayi.registry.people.services.roster import importing
from tests.registry.organization.factories import make_viewer
from tests.registry.people.roster.rosters import (
    AT,
    HEADINGS,
    NEXT_VILLAGE,
    ON,
    OTHER_TOWNSHIP,
    VILLAGE,
    infant,
    person,
    read_divisions,
    verdicts,
)

FIRST, SECOND, THIRD = "510121199004269874", "510121194809274547", "420302202307104027"
INFANT_NUMBER, OTHER_INFANT_NUMBER = (
    head + check_character(head) for head in ("42032420260511002", "42032420260511004")
)


def the_resident() -> Resident:
    return Resident.objects.get()


def phone_of(resident: Resident) -> str:
    return unseal(resident.pk, "phone_sealed", resident.phone_sealed)


def number_of(resident: Resident) -> str:
    return unseal(resident.pk, "national_id_sealed", resident.national_id_sealed)


def test_a_row_becomes_a_resident_with_everything_it_says(bring):
    row = person(
        phone="138 0013 8000",
        ethnicity="土家",
        household_number="42032410122800001",
        relation="本人",
        groups="高血压；0-6岁儿童、脱贫户",
        residence_kind="流动人口",
        residence_since="2015/3/1",
    )
    done = bring(row)
    assert verdicts(done) == [("accepted",)]
    resident = the_resident()
    assert (resident.name, resident.name_key, resident.name_pinyin, resident.name_initials) == (
        "黄伟洋", "黄伟洋", "huang wei yang", "hwy",
    )  # fmt: skip
    assert (resident.sex, resident.birth_date) == ("male", dt.date(1990, 4, 26))
    assert (number_of(resident), phone_of(resident)) == (FIRST, "13800138000")
    assert (resident.region_id, resident.archive_number) == (VILLAGE, f"{VILLAGE}00001")
    assert (resident.ethnicity, resident.residence_kind, resident.relation_to_head) == (
        "tujia", "not_registered", "head",
    )  # fmt: skip
    assert resident.resident_since == dt.date(2015, 3, 1)
    assert (resident.household.number, resident.household.head, resident.household.region_id) == (
        "42032410122800001", resident, VILLAGE,
    )  # fmt: skip
    memberships = GroupMembership.objects.values_list("group", "since", "source")
    assert sorted(memberships) == [("hypertension", ON, "roster"), ("poverty", ON, "roster")]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (person(name=" "), ("rejected", "E_NAME_MISSING")),
        (person(name="＝1+1"), ("rejected", "E_NAME_INVALID")),
        (person(name="<b>"), ("rejected", "E_NAME_INVALID")),
        (person(name="张\u0007三"), ("rejected", "E_NAME_INVALID")),
        (person(name="长" * 61), ("rejected", "E_NAME_INVALID")),
        (person(national_id="5.1012E+17"), ("rejected", "E_ID_LOST_PRECISION")),
        (person(national_id="51012119900426987"), ("rejected", "E_ID_LENGTH")),
        (person(national_id=""), ("rejected", "E_ID_LENGTH")),
        (person(national_id="510121199002309874"), ("rejected", "E_ID_DATE")),
        (person(national_id="510121199004269875"), ("rejected", "E_ID_CHECKSUM")),
        (person(region_code="420324101"), ("rejected", "E_REGION_UNKNOWN")),
        (person(region_code="", national_id="510121199004269875"), ("rejected", "E_ID_CHECKSUM")),
        (person(name="", region_code=""), ("rejected", "E_NAME_MISSING")),
        (infant(birth_date="不详"), ("rejected", "E_DATE_INVALID")),
        (infant(birth_date="2026-12-01"), ("rejected", "E_DATE_INVALID")),
        (infant(birth_date="不详", region_code="1"), ("rejected", "E_REGION_UNKNOWN")),
        (infant(birth_date="2025-11-01"), ("rejected", "E_ID_LENGTH")),
        (infant(birth_date="2025-11-02"), ("accepted", "W_ID_PENDING")),
        (infant(national_id="无"), ("accepted", "W_ID_PENDING")),
        (person(national_id="５１０１２１ 199004269874"), ("accepted", "W_ID_NORMALIZED")),
        (person(national_id="510121900426987"), ("accepted", "W_ID_UPGRADED")),
        (person(sex=""), ("accepted", "W_SEX_FROM_ID")),
        (person(sex="女", birth_date="1950-13-40"), ("accepted", "W_SEX_FROM_ID", "W_BIRTH_DATE_FROM_ID")),
        (person(phone="0000"), ("accepted", "W_PHONE_DROPPED")),
        (person(groups="高血压;待核实人员"), ("accepted", "W_GROUP_UNKNOWN")),
        (person(groups="无"), ("accepted",)),
        (person(address="住" * 201), ("accepted", "W_FIELD_DROPPED")),
        (person(household_number="4.2032410122800E+16"), ("accepted", "W_FIELD_DROPPED")),
        (person(ethnicity="火星族"), ("accepted", "W_FIELD_DROPPED")),
        (person(residence_since="2030-01-01"), ("accepted", "W_FIELD_DROPPED")),
        (person(residence_since="不详", relation="不详"), ("accepted",)),
    ],
)
def test_a_row_is_judged_by_the_first_thing_that_is_wrong(bring, row, expected):
    assert verdicts(bring(row)) == [expected]


def test_the_first_row_with_a_number_stands(bring):
    done = bring(person(), person(name="黄 伟洋"), person(name="黄伟"), person(name="黄伟", region_code=""))
    assert verdicts(done) == [
        ("accepted",),
        ("merged", "W_DUPLICATE_MERGED"),
        ("rejected", "E_DUPLICATE_CONFLICT"),
        ("rejected", "E_DUPLICATE_CONFLICT"),
    ]


def test_a_rejected_row_does_not_stand_in_the_way_of_a_good_one(bring):
    done = bring(person(region_code="1"), person(), person(region_code="1"))
    assert verdicts(done) == [
        ("rejected", "E_REGION_UNKNOWN"),
        ("accepted",),
        ("merged", "W_DUPLICATE_MERGED"),
    ]


def test_a_number_that_is_known_under_another_name_is_a_conflict(bring):
    bring(person())
    done = bring(person(name="黄伟"), person())
    assert verdicts(done) == [("rejected", "E_DUPLICATE_CONFLICT"), ("unchanged",)]


def test_names_are_equal_in_their_comparable_form(bring):
    bring(person(name="买买提·艾力"))
    assert verdicts(bring(person(name="买买提•艾 力"))) == [("unchanged",)]


def test_a_changed_address_or_phone_updates_the_resident_and_keeps_what_stood(bring):
    bring(person(phone="13800138000"))
    before = the_resident()
    done = bring(person(phone="13900139000", address="新址"))
    assert verdicts(done) == [("updated",)]
    resident = the_resident()
    assert (phone_of(resident), resident.address, resident.version) == ("13900139000", "新址", before.version + 1)
    change = RosterChange.objects.get()
    assert change.before["address"] == before.address
    assert bytes.fromhex(change.before["phone_sealed"]) == bytes(before.phone_sealed)
    assert verdicts(bring(person(phone="13900139000", address="新址"))) == [("unchanged",)]


def test_blank_cells_and_dropped_phones_take_nothing_away(bring):
    bring(person(phone="13800138000", groups="高血压", household_number="H1"))
    assert verdicts(bring(person(phone="000", address=""))) == [("unchanged", "W_PHONE_DROPPED")]
    assert phone_of(the_resident()) == "13800138000"


def test_what_is_blank_is_filled_and_what_staff_entered_is_kept(bring):
    bring(person(ethnicity=""))
    Resident.objects.update(resident_since=dt.date(2001, 1, 1))
    row = person(
        ethnicity="回族", residence_since="2015-03-01", household_number="H1", relation="户主", groups="糖尿病"
    )
    assert verdicts(bring(row)) == [("updated",)]
    resident = the_resident()
    assert (resident.ethnicity, resident.resident_since) == ("hui", dt.date(2001, 1, 1))
    assert resident.household.head == resident
    assert verdicts(bring(row)) == [("unchanged",)]


def test_a_group_that_staff_closed_is_not_opened_again_by_an_old_roster(bring):
    bring(person(groups="肺结核"))
    GroupMembership.objects.update(until=ON)
    assert verdicts(bring(person(groups="肺结核"))) == [("unchanged",)]


def test_a_newborn_without_number_is_known_again_by_name_birth_date_and_village(bring):
    done = bring(infant(), infant(), infant(name="胡丽"), infant(region_code=NEXT_VILLAGE))
    assert [verdict[0] for verdict in verdicts(done)] == ["accepted", "merged", "accepted", "accepted"]
    assert [verdict[0] for verdict in verdicts(bring(infant(address="新址")))] == ["updated"]
    assert Resident.objects.count() == 3


def test_a_newborn_who_comes_again_with_a_number_gets_it(bring):
    bring(infant())
    row = person(INFANT_NUMBER, name="胡丽凤", sex="女")
    assert verdicts(bring(row)) == [("updated",)]
    resident = the_resident()
    assert (number_of(resident), resident.document_kind) == (INFANT_NUMBER, "resident_identity_card")
    assert verdicts(bring(row, infant())) == [("unchanged",), ("merged", "W_DUPLICATE_MERGED")]
    assert verdicts(bring(infant())) == [("unchanged", "W_ID_PENDING")]


@pytest.mark.parametrize("is_known", [False, True])
def test_a_newborn_who_stands_twice_in_a_file_with_and_without_number_is_one_person(bring, is_known):
    if is_known:
        bring(infant())
    done = bring(infant(), person(INFANT_NUMBER, name="胡丽凤", sex="女"))
    assert [verdict[0] for verdict in verdicts(done)] == (
        ["unchanged", "updated"] if is_known else ["accepted", "merged"]
    )
    assert number_of(the_resident()) == INFANT_NUMBER


def test_a_person_with_another_number_never_takes_a_number_away(bring):
    bring(person(INFANT_NUMBER, name="胡丽凤", sex="女"))
    other = OTHER_INFANT_NUMBER
    done = bring(infant(), person(other, name="胡丽凤", sex="女"))
    assert [verdict[0] for verdict in verdicts(done)] == ["unchanged", "accepted"]
    assert {number_of(resident) for resident in Resident.objects.all()} == {INFANT_NUMBER, other}


def test_a_person_in_another_village_keeps_village_and_address(bring):
    bring(person(phone="13800138000"))
    done = bring(person(region_code=NEXT_VILLAGE, address="新址", phone="13900139000"))
    assert verdicts(done) == [("updated", "W_REGION_KEPT")]
    resident = the_resident()
    assert (resident.region_id, phone_of(resident)) == (VILLAGE, "13900139000")
    assert resident.address != "新址"


@pytest.mark.parametrize("status", ["deceased", "moved_away"])
def test_a_person_who_died_or_left_is_not_brought_back_by_a_roster(bring, status):
    bring(person())
    Resident.objects.update(status=status, status_on=ON)
    assert verdicts(bring(person(address="新址"))) == [("unchanged", "W_STATUS_KEPT")]


def test_a_merged_record_leads_to_the_one_that_was_kept(bring):
    bring(person(), person(SECOND))
    kept, merged = (Resident.objects.get(sex=sex) for sex in ("male", "female"))
    Resident.objects.filter(pk=merged.pk).update(merged_into=kept)
    assert verdicts(bring(person(SECOND, phone="13800138000"))) == [("updated",)]
    kept.refresh_from_db()
    assert phone_of(kept) == "13800138000"
    assert Resident.objects.count() == 2


def test_a_household_belongs_to_one_village(bring):
    rows = [person(household_number="H1"), person(SECOND, household_number="H1", region_code=NEXT_VILLAGE)]
    expected = [("accepted",), ("accepted", "W_FIELD_DROPPED")]
    assert verdicts(bring(*rows, dry_run=True)) == expected
    assert verdicts(bring(*rows)) == expected
    assert Household.objects.get().members.count() == 1


def test_the_head_is_found_wherever_the_row_stands(bring):
    bring(person(household_number="H1", relation="子"))
    bring(person(SECOND, household_number="H1", relation="户主"), person(THIRD, household_number="H1", relation="户主"))
    household = Household.objects.get()
    assert number_of(household.head) == SECOND
    assert household.members.count() == 3


def test_a_code_that_was_replaced_leads_to_the_village_of_today(bring, divisions):
    Region.objects.filter(code=VILLAGE).update(valid_until=dt.date(2025, 12, 31), replaced_by=NEXT_VILLAGE)
    assert verdicts(bring(person())) == [("accepted",)]
    assert the_resident().region_id == NEXT_VILLAGE


def test_a_village_without_successor_is_unknown_after_its_end(bring, divisions):
    Region.objects.filter(code=VILLAGE).update(valid_until=dt.date(2025, 12, 31))
    assert verdicts(bring(person())) == [("rejected", "E_REGION_UNKNOWN")]
    assert verdicts(bring(person(), on=dt.date(2025, 12, 31))) == [("accepted",)]


def test_a_village_that_has_used_up_its_archive_numbers_still_takes_residents(bring, divisions):
    ArchiveSerial.objects.create(region_code=VILLAGE, last_serial=99_998)
    bring(person(), person(SECOND))
    numbers = set(Resident.objects.values_list("archive_number", flat=True))
    assert numbers == {f"{VILLAGE}99999", None}


def test_rows_outside_of_the_importers_area_do_not_go_in(bring):
    clerk = make_viewer("roster_import", regions=("420324101",))
    done = bring(person(), person(SECOND, region_code=OTHER_TOWNSHIP), by=clerk)
    assert verdicts(done) == [("accepted",), ("rejected", "E_REGION_OUTSIDE")]
    bring(person(SECOND, region_code=OTHER_TOWNSHIP))
    assert verdicts(bring(person(SECOND), by=clerk)) == [("rejected", "E_RESIDENT_ELSEWHERE")]


def test_without_the_permission_nothing_is_imported(bring):
    with pytest.raises(NotVisible):
        bring(person(), by=make_viewer("resident_read", regions=("420324",)))
    assert not RosterBatch.objects.exists()


@pytest.mark.parametrize("dry_run", [False, True])
def test_statements_do_not_grow_with_the_rows(bring, dry_run):
    def statements(count: int, start: int) -> int:
        rows = [infant(name=f"婴{start + n}") for n in range(count)]
        more = {"groups": "高血压"}
        rows += [person(numbers[start + n], household_number=f"H{start + n}", **more) for n in range(count)]
        with CaptureQueriesContext(connection) as captured:
            bring(*rows, dry_run=dry_run)
        return len(captured)

    numbers = valid_numbers(120)
    bring(person(SECOND), infant())
    assert statements(3, 0) == statements(100, 10)


def statements_of_a_long_import(bring, monkeypatch) -> list[str]:
    """What is sent for twenty rows in chunks of five where ten are many."""
    monkeypatch.setattr("jiayi.registry.people.services.roster.judging.CHUNK_ROWS", 5)
    monkeypatch.setattr("jiayi.registry.people.services.roster.importing._MANY", 10)
    with CaptureQueriesContext(connection) as captured:
        bring(*map(person, valid_numbers(20)), processes=0)
    return [query["sql"].strip() for query in captured]


def test_a_villages_serial_is_written_once_however_many_chunks_there_are(bring, monkeypatch):
    sent = statements_of_a_long_import(bring, monkeypatch)
    assert sum(statement.startswith("UPDATE people_archiveserial") for statement in sent) == 1
    assert ArchiveSerial.objects.get().last_serial == 20
    assert len(set(Resident.objects.values_list("archive_number", flat=True))) == 20
    bring(infant())
    assert ArchiveSerial.objects.get().last_serial == 21


def test_the_server_counts_anew_early_in_a_long_import_and_at_its_end(bring, monkeypatch):
    bring(person(SECOND))
    sent = statements_of_a_long_import(bring, monkeypatch)
    counted = [place for place, statement in enumerate(sent) if statement.startswith("ANALYZE")]
    looked_up = [place for place, statement in enumerate(sent) if "AND r.national_id_index = ANY" in statement]
    assert len(counted) == 2
    assert looked_up[1] < counted[0] < looked_up[2] and looked_up[-1] < counted[1]


def valid_numbers(count: int) -> list[str]:
    heads = [f"42032419800101{n:03d}" for n in range(count)]
    return [head + check_character(head) for head in heads]


def test_chunks_in_other_processes_give_the_same_as_here(bring, csv_file, monkeypatch):
    monkeypatch.setattr("jiayi.registry.people.services.roster.judging.CHUNK_ROWS", 7)
    rows = [person(number, phone="13800138000") for number in valid_numbers(20)]
    path = csv_file(*rows, person(valid_numbers(1)[0]), person(name=""), infant(), infant())
    here = verdicts(bring(path, dry_run=True, processes=0))
    assert verdicts(bring(path, processes=2)) == here
    assert Resident.objects.count() == 21
    assert {phone_of(resident) for resident in Resident.objects.exclude(national_id_index=None)} == {"13800138000"}


def left_by(bring, rows: list[dict[str, str]], chunk: int, monkeypatch) -> tuple:
    """Verdicts, residents and households after a file in chunks, beside two who were there; all is taken back."""
    monkeypatch.setattr("jiayi.registry.people.services.roster.judging.CHUNK_ROWS", chunk)
    with transaction.atomic():
        bring(person(SECOND), infant(name="胡丽丽"))
        said = verdicts(bring(*rows, processes=0))
        columns = ("name", "address", "national_id_index", "phone_index", "household__number")
        residents = sorted(Resident.objects.values_list(*columns), key=repr)
        homes = sorted(Household.objects.values_list("number", "head__name"))
        transaction.set_rollback(True)
    return said, residents, homes


def test_a_file_in_small_chunks_leaves_the_same_as_in_one(bring, monkeypatch):
    numbers = valid_numbers(6)
    rows = [person(number, household_number=f"H{place % 2}") for place, number in enumerate(numbers)]
    rows += [infant(), person(SECOND, address="2组60号"), infant(name="胡丽丽", address="2组61号")]
    born = {"sex": "女", "birth_date": "2026-05-11"}
    rows += [person(INFANT_NUMBER, name="胡丽凤", **born), person(OTHER_INFANT_NUMBER, name="胡丽丽", **born)]
    rows += [person(numbers[0], phone="13800138000"), person(FIRST, household_number="H1", relation="户主")]
    rows += [infant(name="胡丽丽"), person(SECOND, phone="13900139000")]
    whole = left_by(bring, rows, 1_000, monkeypatch)
    assert left_by(bring, rows, 1, monkeypatch) == left_by(bring, rows, 3, monkeypatch) == whole
    assert whole[2] == [("H0", None), ("H1", "黄伟洋")]


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_one_file_at_once_make_each_resident_once(csv_file):
    read_divisions()
    path = csv_file(*[person(number, household_number="H1") for number in valid_numbers(50)], infant())
    found = []

    def bring_it() -> None:
        try:
            found.append(roster.import_roster(by=SystemViewer(), path=path, on=ON, at=AT).counts)
        finally:
            connection.close()

    threads = [threading.Thread(target=bring_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counts["accepted"] for counts in found) == [0, 0, 0, 51]
    assert sorted(counts["unchanged"] for counts in found) == [0, 51, 51, 51]
    assert Resident.objects.count() == 51


@pytest.mark.django_db(transaction=True)
def test_an_import_that_breaks_in_the_middle_leaves_nothing_and_can_be_done_again(csv_file, monkeypatch):
    read_divisions()
    monkeypatch.setattr("jiayi.registry.people.services.roster.judging.CHUNK_ROWS", 10)
    path = csv_file(*[person(number) for number in valid_numbers(35)])

    def break_late(done: int) -> None:
        if done >= 20:
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        roster.import_roster(by=SystemViewer(), path=path, on=ON, at=AT, say=break_late, processes=0)
    assert not Resident.objects.exists() and not RosterBatch.objects.exists()
    done = roster.import_roster(by=SystemViewer(), path=path, on=ON, at=AT, processes=0)
    assert done.counts["accepted"] == 35


REGISTERED_BY_HAND = """
    INSERT INTO people_resident (id, created_at, updated_at, name, name_key, name_pinyin, name_initials, sex,
                                 birth_date, national_id_index, region_code, address, relation_to_head, residence_kind)
    VALUES (gen_random_uuid(), now(), now(), '黄伟洋', '黄伟洋', '', '', 'male', '1990-04-26', %s, %s, '', '', '')"""


@pytest.mark.django_db(transaction=True)
def test_a_person_registered_by_hand_in_the_middle_of_an_import_is_found_at_the_second_attempt(csv_file, monkeypatch):
    read_divisions()
    path = csv_file(person())
    look_up, looked = importing.LookUp.facts_of, []

    def look_up_too_early(self, rows):
        facts = look_up(self, rows)
        if not looked:
            looked.append(1)
            other = connection.copy()
            with other.cursor() as cursor:
                cursor.execute(REGISTERED_BY_HAND, [national_id_index(FIRST), VILLAGE])
            other.close()
        return facts

    monkeypatch.setattr(importing.LookUp, "facts_of", look_up_too_early)
    done = roster.import_roster(by=SystemViewer(), path=path, on=ON, at=AT)
    assert [verdict[0] for verdict in verdicts(done)] == ["updated"]
    assert Resident.objects.count() == 1


def test_no_number_stands_in_the_open_in_the_batch_or_its_changes(bring):
    bring(person(phone="13800138000"))
    bring(person(phone="13900139000"))
    text = str(list(RosterChange.objects.values())) + str(list(RosterBatch.objects.values()))
    assert not any(number in text for number in (FIRST, "13800138000", "13900139000"))


ODD_CELLS = [
    *["", " ", "=1+1", "＝1", "'=1", "\t", "张三", "无证件"],
    *["510121199004269874", "51012119900426987X", "5.1E+17"],
    *[
        "５１０１２１１９９００４２６９８７４",
        "510121900426987",
        "420324101228",
        "1990-04-26",
        "20260511",
        "46000",
        "不详",
    ],
    *["户主", "高血压；x", "男", "13800138000", "a" * 40_000, "\\N", "\\.", "\x00", "NaN", "-1", "1e999"],
]
CELLS = st.one_of(st.text(st.characters(codec="utf-8"), max_size=30), st.sampled_from(ODD_CELLS))
CHANGED = st.fixed_dictionaries({}, optional=dict.fromkeys(HEADINGS, CELLS))
ROWS = st.lists(
    st.one_of(
        CHANGED,
        CHANGED.map(lambda more: person() | more),
        CHANGED.map(lambda more: infant() | more),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_whatever_stands_in_the_cells_every_row_gets_a_verdict_and_the_rejected_a_reason(bring, tmp_path, rows):
    rows = [{key: cell.replace("\x00", "") for key, cell in row.items()} for row in rows]
    written = [number for number, row in enumerate(rows, start=2) if any(cell.strip() for cell in row.values())]
    done = bring(*rows)
    counts = done.counts
    assert counts["rows"] == len(written)
    assert counts["rows"] == sum(
        counts[verdict] for verdict in ("accepted", "updated", "unchanged", "merged", "rejected")
    )
    assert [row for row, _, _ in done.outcomes.details()] == written
    for _, verdict, codes in done.outcomes.details():
        assert (verdict == "rejected") == any(code.startswith("E_") for code in codes)
        assert verdict != "rejected" or len(codes) == 1
    assert roster.write_rejected(done, tmp_path / "rejects.xlsx") == counts["rejected"]
    again = bring(*rows)
    assert (again.counts["accepted"], again.counts["updated"]) == (0, 0)
