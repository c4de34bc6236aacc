"""The chain of seals: whole while nobody touches it, broken by any touch."""

import json
import threading
import uuid
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiayi.foundation.audit import anchor
from jiayi.foundation.audit.models import Entry, Seal, SealedEntry, WaitingEntry
from jiayi.foundation.audit.services import Break, ChainCut, record, seal, sealing, verify
from jiayi.foundation.base.viewer import SystemViewer

BY = SystemViewer()
TABLES = ["audit_entry", "audit_seal", "audit_sealedentry"]


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def write(count: int = 1) -> None:
    for number in range(count):
        record(
            by=BY,
            act="people.change_resident",
            subject_kind="resident",
            subject_ids=[uuid.uuid4()],
            resident_ids=[uuid.uuid4()],
            on_behalf_of=uuid.uuid4(),
            details={"fields": ["phone", "\t\\N\n"], "row": number},
        )


def tamper(*statements: str, parameters: tuple = ()) -> None:
    """As a superuser who switches the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        for statement in statements:
            cursor.execute(statement, parameters)
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")


@pytest.fixture
def chain(db):
    """Three seals of three entries each; the ids of the middle one's entries."""
    for _ in range(3):
        write(3)
        assert seal() == 3
    assert verify().broken is None
    return list(SealedEntry.objects.filter(seal_id=2).order_by("entry_id").values_list("entry_id", flat=True))


def test_what_was_written_is_sealed_once_and_holds(chain):
    verdict = verify()
    assert (verdict.seals, verdict.entries, verdict.waiting, verdict.broken) == (3, 9, 0, None)
    assert seal() == 0
    assert Seal.objects.count() == 3


@pytest.mark.django_db
def test_an_empty_history_holds():
    assert seal() == 0
    assert verify().broken is None


CHANGES = {
    "id": "1000001",
    "at": "at + interval '1 microsecond'",
    "actor_id": "'00000000-0000-4000-8000-000000000001'",
    "actor_name": "'sYstem'",
    "on_behalf_of": "NULL",
    "act": "'people.change_residenT'",
    "subject_kind": "''",
    "subject_ids": "subject_ids || '{x}'",
    "resident_ids": "'{}'",
    "details": """jsonb_set(details, '{row}', '99')""",
    "request_id": "'x'",
    "address": "'10.0.0.1'",
}


def test_every_column_of_an_entry_is_tried():
    assert set(CHANGES) == {field.column for field in Entry._meta.concrete_fields}


@pytest.mark.parametrize("column", CHANGES)
def test_a_change_of_any_column_is_found_and_named(chain, column):
    tamper(f"UPDATE audit_entry SET {column} = {CHANGES[column]} WHERE id = {chain[1]}")
    broken = verify().broken
    assert (broken.seal_id, broken.entry_id) == (2, chain[1])
    assert broken.code == ("E_ENTRY_MISSING" if column == "id" else "E_ENTRY_CHANGED")


@given(at=st.integers(0, 4), letter=st.characters(codec="utf-8", exclude_characters="\0"))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_changed_letter_is_found(chain, at, letter):
    name = "system"[:at] + letter + "system"[at + 1 :]
    with transaction.atomic():
        tamper("UPDATE audit_entry SET actor_name = %s", parameters=(name,))
        assert (verify().broken is None) == (name == "system")
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("id", "100"),
        ("sealed_at", "sealed_at + interval '1 microsecond'"),
        ("previous_digest", "repeat('0', 64)"),
        ("digest", "repeat('a', 64)"),
        ("entry_count", "2"),
    ],
)
def test_a_change_of_any_column_of_a_seal_is_found(chain, column, value):
    tamper(f"UPDATE audit_seal SET {column} = {value} WHERE id = 2")
    assert verify().broken.seal_id == 2


@pytest.mark.parametrize(("column", "value"), [("digest", "repeat('a', 64)"), ("seal_id", "3"), ("entry_id", "-5")])
def test_a_change_of_what_a_seal_lists_is_found(chain, column, value):
    tamper(f"UPDATE audit_sealedentry SET {column} = {value} WHERE entry_id = {chain[1]}")
    assert verify().broken.seal_id == 2


def test_an_entry_forged_together_with_its_digest_is_found(chain):
    tamper(f"UPDATE audit_entry SET actor_name = 'somebody' WHERE id = {chain[0]}")
    _recompute_digest(chain[0])
    broken = verify().broken
    assert (broken.code, broken.seal_id) == ("E_SEAL_CHANGED", 2)


def test_a_last_seal_forged_with_all_it_lists_is_found_by_the_anchor(chain):
    last = Entry.objects.order_by("-id").first().id
    tamper(f"UPDATE audit_entry SET actor_name = 'somebody' WHERE id = {last}")
    _recompute_digest(last)
    _recompute_seal(3)
    assert verify().broken.code == "E_TAIL_CUT"


def test_a_deleted_entry_is_found_and_named(chain):
    tamper(f"DELETE FROM audit_entry WHERE id = {chain[2]}")
    broken = verify().broken
    assert (broken.code, broken.seal_id, broken.entry_id) == ("E_ENTRY_MISSING", 2, chain[2])


def test_an_entry_deleted_with_its_listing_is_found(chain):
    tamper(
        f"DELETE FROM audit_entry WHERE id = {chain[2]}", f"DELETE FROM audit_sealedentry WHERE entry_id = {chain[2]}"
    )
    assert verify().broken.seal_id == 2


def test_two_entries_that_changed_places_are_found(chain):
    a, b = chain[:2]
    tamper(
        f"UPDATE audit_entry SET id = -1 WHERE id = {a}",
        f"UPDATE audit_entry SET id = {a} WHERE id = {b}",
        f"UPDATE audit_entry SET id = {b} WHERE id = -1",
    )
    assert verify().broken.entry_id == a


@pytest.mark.parametrize("with_entries", [True, False])
def test_a_deleted_seal_is_found(chain, with_entries):
    listing = ["DELETE FROM audit_sealedentry WHERE seal_id = 2"] if with_entries else []
    tamper(*listing, "DELETE FROM audit_seal WHERE id = 2")
    broken = verify().broken
    assert (broken.code, broken.seal_id) == ("E_SEAL_MISSING", 2)


def test_two_seals_that_changed_places_are_found(chain):
    tamper(
        "UPDATE audit_seal SET id = -1 WHERE id = 2",
        "UPDATE audit_seal SET id = 2 WHERE id = 3",
        "UPDATE audit_seal SET id = 3 WHERE id = -1",
    )
    assert verify().broken is not None


def test_a_cut_tail_is_found_by_the_anchor_and_nothing_is_sealed_over_it(chain):
    tamper(
        "DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_sealedentry WHERE seal_id = 3)",
        "DELETE FROM audit_sealedentry WHERE seal_id = 3",
        "DELETE FROM audit_seal WHERE id = 3",
    )
    assert (verify().broken.code, verify().broken.seal_id) == ("E_TAIL_CUT", 3)
    write()
    with pytest.raises(ChainCut), transaction.atomic():
        seal()
    assert WaitingEntry.objects.count() == 1


def test_a_removed_anchor_is_found_and_its_renewal_is_on_record(chain):
    anchor.anchor_path().unlink()
    assert verify().broken.code == "E_ANCHOR_MISSING"
    write()
    assert seal() == 2
    assert Entry.objects.filter(act="audit.begin_anchor").count() == 1
    assert verify().broken is None


def test_an_entry_taken_out_of_the_queue_is_found(chain):
    write()
    WaitingEntry.objects.all().delete()
    assert verify().broken.code == "E_ENTRY_UNSEALED"


def test_an_entry_deleted_before_it_was_sealed_is_found_and_goes_on_being_found(chain):
    write()
    waiting = WaitingEntry.objects.get().entry_id
    tamper(f"DELETE FROM audit_entry WHERE id = {waiting}")
    assert verify().broken == Break("E_ENTRY_MISSING", entry_id=waiting)
    write()
    assert seal() == 1
    assert verify().broken == Break("E_ENTRY_MISSING", entry_id=waiting)


def test_an_entry_slipped_in_as_a_superuser_is_found(chain):
    tamper(
        "INSERT INTO audit_entry SELECT -7, at, actor_id, actor_name, on_behalf_of, act, subject_kind, subject_ids,"
        f" resident_ids, details, request_id, address FROM audit_entry WHERE id = {chain[0]}"
    )
    broken = verify().broken
    assert (broken.code, broken.entry_id) == ("E_ENTRY_UNSEALED", -7)


def test_the_verdict_does_not_depend_on_the_sessions_settings(chain):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TimeZone TO 'Asia/Shanghai'; SET LOCAL DateStyle TO 'German'")
    assert verify().broken is None


def test_many_entries_make_several_seals(db, monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 4)
    write(10)
    assert seal() == 10
    assert list(Seal.objects.order_by("id").values_list("entry_count", flat=True)) == [4, 4, 2]
    assert verify().entries == 10


def test_the_command_says_whether_the_chain_holds(chain):
    out = StringIO()
    call_command("audit_verify", "--json", stdout=out)
    assert json.loads(out.getvalue())["ok"] is True
    tamper(f"UPDATE audit_entry SET act = 'x.y' WHERE id = {chain[0]}")
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("audit_verify", stdout=out, stderr=err)
    assert left.value.code == 1
    assert f"E_ENTRY_CHANGED at seal 2, entry {chain[0]}" in err.getvalue()


@pytest.mark.django_db(transaction=True)
def test_an_entry_committed_after_a_later_one_was_sealed_is_sealed_next_time():
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            write()
            begun.set()
            go_on.wait(20)
        connection.close()

    writer = threading.Thread(target=slow)
    writer.start()
    begun.wait(20)
    write()
    assert seal() == 1
    go_on.set()
    writer.join()
    assert seal() == 1
    verdict = verify()
    assert (verdict.entries, verdict.waiting, verdict.broken) == (2, 0, None)


@pytest.mark.django_db(transaction=True)
def test_writers_and_sealers_at_once_lose_and_double_nothing():
    def work(act, times: int) -> threading.Thread:
        def run() -> None:
            for _ in range(times):
                act()
            connection.close()

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    threads = [work(write, 25) for _ in range(6)] + [work(seal, 20) for _ in range(3)]
    for thread in threads:
        thread.join()
    seal()
    verdict = verify()
    assert (verdict.entries, verdict.waiting, verdict.broken) == (150, 0, None)


def _recompute_digest(entry_id: int) -> None:
    from jiayi.foundation.audit.copying import canonical_session, copied
    from jiayi.foundation.audit.rules import ENTRY_COLUMNS, entry_digest

    with canonical_session():
        line = next(copied(f"SELECT {ENTRY_COLUMNS} FROM audit_entry WHERE id = %d", entry_id))
    tamper(f"UPDATE audit_sealedentry SET digest = '{entry_digest(line)}' WHERE entry_id = {entry_id}")


def _recompute_seal(seal_id: int) -> None:
    from jiayi.foundation.audit.rules import seal_digest

    sealed = Seal.objects.get(id=seal_id)
    rows = sealed.entries.order_by("entry_id").values_list("entry_id", "digest")
    digest = seal_digest(seal_id, sealing.iso(sealed.sealed_at), sealed.previous_digest, list(rows))
    tamper(f"UPDATE audit_seal SET digest = '{digest}' WHERE id = {seal_id}")
