"""One visit that counts for several programmes: filled in once, a record each, corrected together or one by one."""

import datetime as dt
import threading
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection
from django.urls import reverse

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.foundation.rulebook import rulebook
from jiayi.registry.tasks import services as tasks
from jiayi.registry.tasks.models import Task
from jiayi.service.care import services
from jiayi.service.care.models import Observation, Record
from jiayi.service.care.rules.combining import combined
from jiayi.service.care.rules.parting import may_combine
from jiayi.service.fulfilment.models import DoneService
from jiayi.service.fulfilment.services.ledger import record_differences

from .factories import DAY, NOON, carer, enrolment_of, hypertension, make_village, pressure, request_for
from .test_pages import answers, page_of, signed_in

pytestmark = pytest.mark.django_db
DISEASES = ["hypertension-follow-up", "diabetes-follow-up", "dyslipidaemia-follow-up"]
COMBINABLE = sorted(code for code, form in rulebook().forms.items() if form.groups and not form.parts)


@pytest.fixture(autouse=True)
def village():
    return make_village()


@pytest.fixture
def resident():
    return hypertension(groups=("hypertension", "diabetes"))


@pytest.fixture
def doctor(client, village, monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: DAY)
    return signed_in(client, institution=village.team.institution)


def three_highs(**values):
    return {
        "conditions": ["hypertension", "diabetes"],
        "hypertension_symptoms": ["none"],
        "diabetes_symptoms": ["none"],
        "systolic": 132,
        "diastolic": 84,
        "fasting_glucose": 8.1,
        "adherence": "regular",
        "hypoglycaemia": "none",
        **values,
    }


def both(**values):
    """The answers of a page that combines the two follow-ups by itself."""
    usual = {"diabetes_follow_up_symptoms": ["none"], "fasting_glucose": 8.1, "hypoglycaemia": "none"}
    return pressure(**(usual | values))


def save_visit(resident, values=None, **fields):
    usual = {"form": "three-highs-follow-up"}
    asked = request_for(resident, three_highs() if values is None else values, **(usual | fields))
    return services.save_visit(by=carer(), asked=asked, on=asked.visit_on, at=NOON)


def correct(records, values, *, note="记错了", by=None):
    first = records[0]
    asked = request_for(first.resident, values, note=note, form=first.form)
    versions = {record.id: record.version for record in records}
    return services.correct_visit(
        by=by or carer(), visit_id=first.visit_id, versions=versions, asked=asked, on=DAY, at=NOON
    )


def test_one_entry_leaves_a_record_of_each_disease_with_its_own_judgement(resident) -> None:
    records = save_visit(resident)
    assert [record.form for record in records] == DISEASES[:2]
    assert {record.visit_id for record in records} == {records[0].visit_id} != {None}
    first, second = (record.versions.get() for record in records)
    assert first.outcomes.keys() == {"care.hypertension.classify"} and first.values["classification"] == "controlled"
    assert second.outcomes.keys() == {"care.diabetes.classify"}
    assert second.values["classification"] == "not_controlled" and "fasting_glucose" not in first.values
    for record, programme in zip(records, ("hypertension", "diabetes"), strict=True):
        assert record.programmes == [programme] and enrolment_of(resident, programme).last_on == DAY
    assert enrolment_of(resident, "hypertension").due_on > enrolment_of(resident, "diabetes").due_on


def test_each_record_closes_its_own_task_and_counts_for_its_own_items(resident) -> None:
    services.enrol_due(by=SystemViewer(), on=DAY - dt.timedelta(days=60))
    visits = Task.objects.filter(resident=resident, kind__in=["visit_hypertension", "visit_diabetes"], state="open")
    before = set(visits.values_list("kind", "due_on"))
    save_visit(resident)
    assert len(before) == 2 and not before & set(visits.values_list("kind", "due_on"))
    items = {done.form: done.items for done in DoneService.objects.all()}
    assert items == {DISEASES[0]: ["follow_up_hypertension"], DISEASES[1]: ["follow_up_diabetes", "glucose_test"]}
    assert record_differences() == [] and tasks.rebuild(on=DAY, check=True).total == 0


def test_a_value_that_both_records_hold_is_drawn_once_and_stays_while_one_stands(resident) -> None:
    first, second = save_visit(resident)
    drawn = Observation.objects.filter(code="systolic", is_voided=False)
    assert drawn.get().record_id == first.id
    services.void_record(by=carer(), record_id=first.id, note="录错", on=DAY, at=NOON)
    assert drawn.get().record_id == second.id
    assert enrolment_of(resident, "diabetes").last_on == DAY
    assert enrolment_of(resident, "hypertension").last_on is None
    assert tasks.rebuild(on=DAY, check=True).total == 0


def test_only_the_diseases_that_are_ticked_leave_a_record(resident) -> None:
    (record,) = save_visit(resident, three_highs(conditions=["hypertension"]))
    assert (record.form, record.visit_id) == (DISEASES[0], None)
    with pytest.raises(BadShape) as refusal:
        save_visit(resident, three_highs(conditions=[]))
    assert "conditions" in [one["field"] for one in refusal.value.breaches]


def test_lipids_are_a_record_too(resident) -> None:
    values = three_highs(conditions=["diabetes", "dyslipidaemia"], ldl=2.1, lipid_class="controlled")
    records = save_visit(resident, values | {"next_visit_on": DAY + dt.timedelta(days=60)})
    assert [record.form for record in records] == DISEASES[1:]
    assert records[1].versions.get().values["ldl"] == 2.1


def test_what_does_not_stand_is_named_by_the_field_that_was_asked_and_nothing_is_saved(resident) -> None:
    with pytest.raises(BadShape) as refusal:
        save_visit(resident, three_highs(diabetes_symptoms=None, hypoglycaemia=None, systolic=301))
    named = {(one["field"], one["code"]) for one in refusal.value.breaches}
    assert named == {
        ("diabetes_symptoms", "E_FIELD_MISSING"),
        ("hypoglycaemia", "E_FIELD_MISSING"),
        ("systolic", "E_FIELD_OUT_OF_RANGE"),
    }
    assert not Record.objects.exists()


def test_an_unusual_value_is_asked_about_once_for_both(resident) -> None:
    with pytest.raises(BadShape) as refusal:
        save_visit(resident, three_highs(weight=160.0))
    assert [one["field"] for one in refusal.value.breaches] == ["weight"]


def test_any_other_form_of_the_residents_programmes_may_be_filled_in_by_the_way(resident) -> None:
    records = save_visit(resident, both(), form=DISEASES[0], also=(DISEASES[1],))
    assert [record.form for record in records] == DISEASES[:2]
    assert records[1].versions.get().values["symptoms"] == ["none"]
    assert records[1].versions.get().values["systolic"] == 132


def test_restricted_forms_and_two_of_one_programme_are_not_combined(resident) -> None:
    forms = rulebook().forms
    for other in ("mental-follow-up", "three-highs-follow-up", DISEASES[0]):
        assert not may_combine(forms[DISEASES[0]], [forms[other]])
        with pytest.raises(NotVisible):
            save_visit(resident, both(), form=DISEASES[0], also=(other,))
    assert not may_combine(forms["child-visit"], [forms["newborn-visit"]])


@pytest.mark.parametrize("other", COMBINABLE)
def test_forms_that_can_be_combined_keep_all_their_fields(other) -> None:
    first, second = rulebook().forms[DISEASES[0]], rulebook().forms[other]
    if not may_combine(first, [second]):
        return
    whole = combined([first, second])
    for part in whole.parts:
        form = rulebook().forms[part.form]
        assert part.names_in(whole, form).keys() == form.fields.keys()
    assert len(whole.fields) == sum(len(section.fields) for section in whole.sections)


def test_the_records_of_a_visit_are_corrected_together_and_only_what_changed_is_new(resident) -> None:
    records = save_visit(resident)
    changed = correct(records, both(fasting_glucose=6.2))
    assert [record.form for record in changed] == [DISEASES[1]]
    assert changed[0].versions.get(number=2).values["fasting_glucose"] == 6.2
    changed = correct(list(Record.objects.order_by("id")), both(systolic=140, fasting_glucose=6.2))
    assert [record.version for record in changed] == [2, 3]
    drawn = Observation.objects.filter(code="systolic", is_voided=False)
    assert [int(one.number) for one in drawn] == [140]
    assert tasks.rebuild(on=DAY, check=True).total == 0 and record_differences() == []


def test_one_record_of_a_visit_may_be_corrected_by_itself(resident) -> None:
    first, second = save_visit(resident)
    asked = request_for(resident, pressure(138, 84), note="记错了")
    services.correct_record(by=carer(), record_id=first.id, version=1, asked=asked, on=DAY, at=NOON)
    assert second.versions.count() == 1
    drawn = Observation.objects.filter(code="systolic", is_voided=False).order_by("number")
    assert [int(one.number) for one in drawn] == [132, 138]


def test_who_opened_older_versions_of_a_visit_is_told(resident) -> None:
    records = save_visit(resident)
    correct(records, both(fasting_glucose=6.2))
    stale = [{record.id: 1 for record in records}, {}]
    for versions in stale:
        asked = request_for(resident, both(fasting_glucose=6.4), note="记错了")
        with pytest.raises(LawBroken) as refusal:
            services.correct_visit(
                by=carer(), visit_id=records[0].visit_id, versions=versions, asked=asked, on=DAY, at=NOON
            )
        assert refusal.value.code == "E_RECORD_CHANGED"


def test_one_visit_leaves_one_record_of_a_form(resident) -> None:
    first, second = save_visit(resident)
    with pytest.raises(IntegrityError):
        Record.objects.filter(pk=second.pk).update(form=first.form)


def test_the_wrong_person_corrects_no_visit(resident) -> None:
    records = save_visit(resident)
    for by in (carer("420324102"), carer(permissions=("resident_read", "record_read"))):
        with pytest.raises(NotVisible):
            correct(records, both(), by=by)


@pytest.mark.django_db(transaction=True)
def test_the_same_combined_submission_from_many_windows_is_one_visit() -> None:
    resident, submission = hypertension(groups=("hypertension", "diabetes")), uuid4()
    start, outcomes = threading.Barrier(6), []

    def one() -> None:
        start.wait()
        try:
            outcomes.append([record.id for record in save_visit(resident, submission_id=submission)])
        except Exception as fault:  # the test says what it was
            outcomes.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({str(one) for one in outcomes}) == 1, outcomes
    assert Record.objects.count() == 2


def test_the_page_offers_what_else_the_visit_counts_for_and_keeps_what_was_typed(doctor, resident) -> None:
    services.enrol_due(by=SystemViewer(), on=DAY)
    url = page_of(resident)
    assert 'value="diabetes-follow-up"' in doctor.get(url).content.decode()
    sent = doctor.post(url, answers(systolic="137", combine="diabetes-follow-up"))
    assert sent["Location"] == f"{url}?also=diabetes-follow-up" and not Record.objects.exists()
    text = doctor.get(sent["Location"]).content.decode()
    assert 'value="137"' in text and 'name="fasting_glucose"' in text and 'name="diabetes_follow_up_symptoms"' in text
    assert text.count('name="systolic"') == 1
    more = {"diabetes_follow_up_symptoms": "none", "fasting_glucose": "6.4", "hypoglycaemia": "none"}
    judged = doctor.post(f"{page_of(resident, name='judge')}?also=diabetes-follow-up", answers(**more)).content.decode()
    assert "高血压患者随访" in judged and "2型糖尿病患者随访" in judged
    assert Record.objects.count() == 0
    sent = doctor.post(sent["Location"], answers(**more))
    _first, second = Record.objects.order_by("id")
    assert reverse("care:record", args=[second.id]) in doctor.get(sent["Location"]).content.decode()


def test_the_records_of_a_visit_are_corrected_on_one_page(doctor, resident) -> None:
    first, second = save_visit(resident)
    url = reverse("care:correct_visit", args=[first.visit_id])
    assert 'value="8.1"' in doctor.get(url).content.decode()
    more = {
        "diabetes_follow_up_symptoms": "none",
        "fasting_glucose": "7.9",
        "hypoglycaemia": "none",
        "correction_note": "看错",
    }
    shown = {"shown": [str(first.id), str(second.id)], "version": ["1", "1"]}
    assert doctor.post(url, answers(**more | shown)).status_code == 302
    assert doctor.post(url, answers(**more | shown)).status_code == 409
    assert Record.objects.get(pk=second.pk).versions.get(number=2).values["fasting_glucose"] == 7.9


def test_last_times_values_of_every_record_stand_beside_the_fields(doctor, resident) -> None:
    save_visit(resident, three_highs(systolic=141), visit_on=DAY - dt.timedelta(days=90))
    text = doctor.get(page_of(resident, "three-highs-follow-up")).content.decode()
    assert "141" in text and "8.1" in text
