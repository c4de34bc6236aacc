"""Corrections add versions, voiding takes a record back; everything that followed from it follows."""

import datetime as dt
import threading
from uuid import uuid4

import pytest
from django.db import connection

from jiayi.foundation.base import events
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.registry.tasks import services as tasks
from jiayi.registry.tasks.models import Task
from jiayi.service.care import services
from jiayi.service.care.events import RecordsSaved, RecordsVoided
from jiayi.service.care.models import Observation, Record

from .factories import DAY, NOON, carer, enrolment_of, hypertension, make_village, pressure, request_for, save

pytestmark = pytest.mark.django_db


def correct(record, values, *, version=1, note="记错了", by=None, **fields):
    asked = request_for(record.resident, values, note=note, **fields)
    return services.correct_record(by=by or carer(), record_id=record.id, version=version, asked=asked, on=DAY, at=NOON)


def void(record, *, note="录错了人", by=None):
    return services.void_record(by=by or carer(), record_id=record.id, note=note, on=DAY, at=NOON)


@pytest.fixture
def record():
    make_village()
    return save(hypertension(), pressure(152, 84))


def test_both_versions_are_kept_and_the_new_one_counts(record) -> None:
    correct(record, pressure(132, 84))
    first, second = record.versions.order_by("number")
    assert (first.values["systolic"], second.values["systolic"], second.note) == (152, 132, "记错了")
    assert enrolment_of(record.resident).due_on == DAY + dt.timedelta(days=90)
    assert tasks.rebuild(on=DAY, check=True).total == 0


def test_the_former_values_stay_but_are_drawn_no_more(record) -> None:
    correct(record, pressure(132, 84))
    found = Observation.objects.filter(code="systolic").order_by("created_at").values_list("number", "is_voided")
    assert list(found) == [(152, True), (132, False)]


def test_a_correction_is_no_predecessor_of_itself(record) -> None:
    corrected = correct(record, pressure(153, 84))
    assert corrected.versions.get(number=2).outcomes["care.hypertension.classify"]["referral"] == "none"


def test_a_correction_says_why(record) -> None:
    with pytest.raises(BadShape) as refusal:
        correct(record, pressure(132, 84), note=" ")
    assert refusal.value.code == "E_CORRECTION_UNEXPLAINED"


def test_who_opened_an_older_version_is_told(record) -> None:
    correct(record, pressure(132, 84))
    with pytest.raises(LawBroken) as refusal:
        correct(record, pressure(140, 84))
    assert refusal.value.code == "E_RECORD_CHANGED"


def test_a_voided_record_counts_no_more_and_stays_readable(record) -> None:
    void(record)
    record.refresh_from_db()
    assert (record.state, record.version) == ("voided", 2)
    assert not Observation.objects.filter(is_voided=False).exists()
    assert enrolment_of(record.resident).last_on is None
    assert tasks.rebuild(on=DAY, check=True).total == 0
    with pytest.raises(LawBroken):
        correct(record, pressure(), version=2)
    with pytest.raises(LawBroken):
        void(record)


def test_a_voided_referral_needs_no_return(record) -> None:
    later = save(record.resident, pressure(156, 84), visit_on=DAY + dt.timedelta(days=14))
    assert Task.objects.filter(kind="referral_return", state="open").exists()
    void(later)
    assert not Task.objects.filter(kind="referral_return", state="open").exists()


def test_the_rooms_above_hear_of_corrections_and_voids(record, monkeypatch) -> None:
    heard = []
    monkeypatch.setitem(events._subscribers, RecordsSaved, [heard.append])
    monkeypatch.setitem(events._subscribers, RecordsVoided, [heard.append])
    correct(record, pressure(132, 84))
    void(record)
    assert [type(event) for event in heard] == [RecordsSaved, RecordsVoided] and heard[0].records[0].version == 2


def test_the_wrong_person_finds_nothing(record) -> None:
    for by in (carer("420324102"), carer(permissions=("resident_read", "record_read"))):
        with pytest.raises(NotVisible):
            correct(record, pressure(), by=by)
        with pytest.raises(NotVisible):
            void(record, by=by)


def test_what_came_of_a_referral_closes_its_task(record) -> None:
    second = save(record.resident, pressure(156, 84), visit_on=DAY + dt.timedelta(days=14))
    on = DAY + dt.timedelta(days=20)
    services.note_return(by=carer(), record_id=second.id, returned_on=on, note="已住院治疗", on=on)
    assert not Task.objects.filter(kind="referral_return", state="open").exists()
    assert tasks.rebuild(on=on, check=True).total == 0
    for day in (DAY, on + dt.timedelta(days=1)):
        with pytest.raises(BadShape):
            services.note_return(by=carer(), record_id=second.id, returned_on=day, note="", on=on)
    with pytest.raises(LawBroken):
        services.note_return(by=carer(), record_id=record.id, returned_on=on, note="", on=on)


@pytest.mark.django_db(transaction=True)
def test_two_corrections_at_once_are_one_correction_and_one_refusal() -> None:
    make_village()
    record = save(hypertension(), pressure(152, 84))
    start, outcomes = threading.Barrier(6), []

    def one(systolic: int) -> None:
        start.wait()
        try:
            correct(record, pressure(systolic, 84))
            outcomes.append("done")
        except LawBroken as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(130 + number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["E_RECORD_CHANGED"] * 5 + ["done"]
    assert record.versions.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_same_submission_from_many_windows_is_one_record() -> None:
    make_village()
    resident, submission = hypertension(), uuid4()
    start, faults = threading.Barrier(6), []

    def one() -> None:
        start.wait()
        try:
            save(resident, submission_id=submission)
        except Exception as fault:  # the test says what it was
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults and Record.objects.count() == 1
    assert enrolment_of(resident).last_on == DAY
