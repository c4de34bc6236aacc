"""What is written when somebody acts or reads."""

import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from jiayi.foundation.audit.models import Entry, WaitingEntry
from jiayi.foundation.audit.services import record, record_read
from jiayi.foundation.base.request import RequestContext, request_context
from jiayi.foundation.base.viewer import SystemViewer

pytestmark = pytest.mark.django_db
BY = SystemViewer()
NUMBER = "420324199001011234"


def test_an_act_is_one_row_with_its_request():
    subject, resident = uuid.uuid4(), uuid.uuid4()
    with request_context(RequestContext("r" * 32, "10.0.0.7")):
        record(
            by=BY,
            act="people.change_resident",
            subject_kind="resident",
            subject_ids=[subject],
            resident_ids=[resident],
            details={"fields": ["phone"], "day": subject},
        )
    entry = Entry.objects.get()
    assert (entry.actor_name, entry.act, entry.subject_ids) == ("system", "people.change_resident", [str(subject)])
    assert entry.resident_ids == [resident]
    assert entry.details == {"fields": ["phone"], "day": str(subject)}
    assert (entry.request_id, entry.address) == ("r" * 32, "10.0.0.7")


def test_a_page_of_residents_read_is_one_row():
    read = [uuid.uuid4() for _ in range(50)]
    record_read(by=BY, act="people.list_residents", resident_ids=read)
    assert Entry.objects.get().resident_ids == read


@pytest.mark.parametrize(
    "secret",
    [NUMBER, "42032419900101123X", "420324900101123", "13812345678", "+8613812345678", "12345678901234567"],
)
def test_numbers_of_persons_never_enter_the_details(secret):
    details = {
        "note": f"找到{secret}。",
        secret: 1,
        "deep": [{"x": f"a{secret}b"}],
        "number": int(secret[-1:].isdigit()),
    }
    record(by=BY, act="people.search", subject_ids=[secret], details=details)
    entry = Entry.objects.get()
    assert secret not in repr((entry.details, entry.subject_ids))


def test_a_number_as_a_whole_number_is_taken_out_too():
    record(by=BY, act="people.search", details={"id": int(NUMBER), "phone": 13812345678, "rows": 10001, "ok": True})
    assert Entry.objects.get().details == {"id": "[removed]", "phone": "[removed]", "rows": 10001, "ok": True}


def test_identifiers_stay_whatever_digits_they_hold():
    subject = uuid.UUID("12345678-1234-4234-8234-138123456789")
    record(by=BY, act="people.search", subject_ids=[subject, str(subject)])
    assert Entry.objects.get().subject_ids == [str(subject)] * 2


def test_an_act_without_words_is_not_recorded():
    with pytest.raises(ValueError, match="no words"):
        record(by=BY, act="looked")


def test_the_row_lives_and_dies_with_the_transaction_of_the_act():
    with pytest.raises(RuntimeError), transaction.atomic():
        record(by=BY, act="people.search")
        raise RuntimeError
    assert not Entry.objects.exists()
    assert not WaitingEntry.objects.exists()


@pytest.mark.parametrize("table", ["audit_entry", "audit_seal", "audit_sealedentry"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET digest = digest"])
def test_history_is_append_only(table, statement):
    statement = statement.replace("digest", "act") if table == "audit_entry" else statement
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


@pytest.mark.parametrize("table", ["audit_entry", "audit_seal", "audit_sealedentry"])
def test_history_cannot_be_emptied(table):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER audit_no_truncate")
        cursor.execute(f"TRUNCATE {table} CASCADE")
