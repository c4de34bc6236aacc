"""Saving a record: judged, kept with its values, scheduled, told; refused where it does not stand."""

import datetime as dt
from uuid import uuid4

import pytest

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import events
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.rulebook import rulebook
from jiayi.registry.tasks import services as tasks
from jiayi.registry.tasks.models import Task
from jiayi.service.care import services
from jiayi.service.care.events import RecordsSaved
from jiayi.service.care.models import Observation, Record

from .factories import DAY, carer, enrolment_of, hypertension, make_village, pressure, save
from .test_all_forms import FIRST, PEOPLE, filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return make_village()


@pytest.fixture
def told(monkeypatch):
    heard = []
    monkeypatch.setitem(events._subscribers, RecordsSaved, [heard.append])
    return heard


def test_a_follow_up_is_judged_and_keeps_its_values_and_its_team(village) -> None:
    record = save(hypertension(), pressure(132, 84))
    version = record.versions.get()
    assert version.outcomes["care.hypertension.classify"]["classification"] == "controlled"
    assert version.values["classification"] == "controlled"
    assert version.values["next_visit_on"] == (DAY + dt.timedelta(days=90)).isoformat()
    assert record.team_id == village.team.id
    found = Observation.objects.filter(record=record).values_list("code", "number")
    assert dict(found)["systolic"] == 132


def test_the_next_visit_follows_from_the_outcome_and_becomes_a_task(village) -> None:
    resident = hypertension()
    save(resident, pressure(152, 84))
    enrolment = enrolment_of(resident)
    assert (enrolment.last_on, enrolment.due_on) == (DAY, DAY + dt.timedelta(days=14))
    task = Task.objects.get(kind="visit_hypertension")
    assert (task.from_on, task.due_on, task.team_id) == (enrolment.from_on, enrolment.to_on, village.team.id)
    assert tasks.rebuild(on=DAY, check=True).total == 0


def test_the_next_record_closes_the_task_and_opens_the_following(village) -> None:
    resident = hypertension()
    save(resident, pressure(152, 84))
    save(resident, pressure(128, 78), visit_on=DAY + dt.timedelta(days=14))
    assert enrolment_of(resident).due_on == DAY + dt.timedelta(days=104)
    assert Task.objects.filter(kind="visit_hypertension", state="open").count() == 1
    assert tasks.rebuild(on=DAY, check=True).total == 0


def test_a_second_time_not_controlled_advises_a_referral_that_is_followed(village) -> None:
    resident = hypertension()
    save(resident, pressure(152, 84))
    second = save(resident, pressure(156, 84), visit_on=DAY + dt.timedelta(days=14))
    outcome = second.versions.get().outcomes["care.hypertension.classify"]
    assert (outcome["classification"], outcome["referral"]) == ("not_controlled", "advised")
    assert second.return_due_on == DAY + dt.timedelta(days=28)
    assert Task.objects.filter(kind="referral_return", state="open").get().due_on == second.return_due_on


@pytest.mark.parametrize(
    ("form", "values"),
    [
        ("hypertension-follow-up", pressure(referral_reason="眩晕待查")),
        ("health-advice", {"referred": True, "referral_reason": "眩晕待查"}),
    ],
)
def test_a_referral_made_by_hand_is_followed_as_an_urgent_one(village, form, values) -> None:
    answers = values if "systolic" in values else filled(rulebook().forms[form], PEOPLE["old man"], FIRST) | values
    record = save(hypertension(), answers, form=form)
    assert record.return_due_on == DAY + dt.timedelta(days=14)
    assert Task.objects.get(kind="referral_return", state="open").due_on == record.return_due_on
    services.note_return(by=carer(), record_id=record.id, returned_on=DAY, note="已就诊", on=DAY)
    assert not Task.objects.filter(kind="referral_return", state="open").exists()
    assert tasks.rebuild(on=DAY, check=True).total == 0


def test_what_the_doctor_chose_instead_counts_as_the_previous_class(village) -> None:
    resident = hypertension()
    save(resident, pressure(132, 84, classification="not_controlled"))
    second = save(resident, pressure(152, 84), visit_on=DAY + dt.timedelta(days=14))
    assert second.versions.get().outcomes["care.hypertension.classify"]["referral"] == "advised"


def test_a_phone_call_is_a_record_but_no_visit_of_the_programme(village) -> None:
    resident = hypertension()
    save(resident)
    record = save(resident, visit_on=DAY + dt.timedelta(days=30), mode="phone")
    assert not record.counts
    assert enrolment_of(resident).last_on == DAY


def test_an_urgent_finding_stops_until_somebody_acts_on_it(village) -> None:
    resident = hypertension()
    with pytest.raises(BadShape) as refusal:
        save(resident, pressure(186, 112))
    assert refusal.value.code == "E_FINDING_URGENT" and not Record.objects.exists()
    record = save(resident, pressure(186, 112), acts_on_urgent=True)
    assert record.return_due_on == DAY + dt.timedelta(days=14)


def test_an_unusual_value_is_saved_once_it_was_looked_at_again(village) -> None:
    resident = hypertension()
    with pytest.raises(BadShape) as refusal:
        save(resident, pressure(132, 84, heart_rate=48))
    assert [one["field"] for one in refusal.value.breaches] == ["heart_rate"]
    record = save(resident, pressure(132, 84, heart_rate=48), confirmed=frozenset({"heart_rate"}))
    assert record.versions.get().confirmed == ["heart_rate"]


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"systolic": None}, "systolic", "E_FIELD_MISSING"),
        ({"systolic": 301}, "systolic", "E_FIELD_OUT_OF_RANGE"),
        ({"systolic": 84}, "systolic", "E_FIELD_NOT_ABOVE"),
        ({"symptoms": ["none", "vomiting"]}, "symptoms", "E_FIELD_EXCLUSIVE"),
        ({"next_visit_on": DAY}, "next_visit_on", "E_FIELD_NOT_AFTER_VISIT"),
    ],
)
def test_what_does_not_stand_is_refused_by_field(village, values, field, code) -> None:
    with pytest.raises(BadShape) as refusal:
        save(hypertension(), pressure() | values, acts_on_urgent=True)
    assert (field, code) in [(one["field"], one["code"]) for one in refusal.value.breaches]
    assert not Record.objects.exists()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"mode": "message"}, "E_MODE_NOT_ALLOWED"),
        ({"visit_on": DAY + dt.timedelta(days=1), "on": DAY}, "E_VISIT_AFTER_TODAY"),
        ({"visit_on": dt.date(1960, 1, 1)}, "E_VISIT_BEFORE_BIRTH"),
    ],
)
def test_a_visit_that_cannot_have_been_is_refused(village, fields, code) -> None:
    with pytest.raises(BadShape) as refusal:
        save(hypertension(), **fields)
    assert refusal.value.code == code


def test_nobody_is_served_after_death(village) -> None:
    resident = hypertension(status="deceased", status_on=DAY - dt.timedelta(days=10))
    with pytest.raises(LawBroken):
        save(resident)


def test_sent_twice_it_is_saved_once(village) -> None:
    resident, submission = hypertension(), uuid4()
    first = save(resident, submission_id=submission)
    assert save(resident, submission_id=submission).id == first.id
    assert Record.objects.count() == 1


def test_a_value_typed_into_a_field_that_does_not_show_is_left_out(village) -> None:
    record = save(hypertension(), pressure(irregular_reason="forgot"))
    assert "irregular_reason" not in record.versions.get().values


def test_the_body_mass_index_is_computed_and_never_taken(village) -> None:
    record = save(hypertension(), pressure(height=170.0, weight=70.0, bmi=11))
    assert record.versions.get().values["bmi"] == 24.2


def test_the_rooms_above_are_told(village, told) -> None:
    record = save(hypertension(), evidence="b")
    ((event,),) = [one.records for one in told]
    assert (event.record_id, event.version, event.form, event.evidence) == (
        record.id,
        1,
        "hypertension-follow-up",
        "b",
    )
    assert {"systolic", "diastolic"} <= event.fields


def test_it_enters_the_history_without_values(village) -> None:
    record = save(hypertension())
    entry = Entry.objects.get(act="care.save_record")
    assert entry.resident_ids == [record.resident_id] and "132" not in str(entry.details)


@pytest.mark.parametrize(
    "by",
    [
        pytest.param(lambda: carer("420324102"), id="another township"),
        pytest.param(lambda: carer(permissions=("resident_read", "record_read")), id="may only read"),
    ],
)
def test_the_wrong_person_finds_nothing(village, by) -> None:
    with pytest.raises(NotVisible):
        save(hypertension(), by=by())


def test_a_restricted_form_is_not_there_for_those_without_the_permission(village) -> None:
    by = carer(permissions=("resident_read", "record_read", "record_write"))
    with pytest.raises(NotVisible):
        save(hypertension(groups=("mental_disorder",)), by=by, form="mental-follow-up")


def test_an_unknown_form_is_not_there(village) -> None:
    with pytest.raises(NotVisible):
        save(hypertension(), form="no-such-form")
