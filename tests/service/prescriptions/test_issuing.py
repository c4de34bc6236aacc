"""An order is issued when everything is judged, and never on what nobody has said."""

from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

import pytest

from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.registry.tasks.models import Task
from jiayi.service.prescriptions import services
from jiayi.service.prescriptions.models import Prescription, PrescriptionItem
from jiayi.service.prescriptions.terms import Answer, ConsentKind, Frequency, Papers
from tests.registry.organization import factories as organization
from tests.service.agreements import factories as agreements
from tests.service.care import factories as care

from .factories import (
    ANSWERS,
    DAY,
    NOON,
    ONE_DAY,
    PAPERS,
    dispensed,
    issue,
    issue_long,
    item,
    make_patient,
    make_place,
    order_for,
    passed,
    stocked,
    viewer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make_place()


def codes(refusal) -> set[str]:
    return {breach["code"] for breach in refusal.value.breaches}


def test_four_weeks_for_a_controlled_patient_wait_for_the_pharmacist(place) -> None:
    order = issue(place, make_patient(place))
    assert (order.state, order.is_first, order.ends_on) == ("auditing", True, DAY + 27 * ONE_DAY)
    assert PrescriptionItem.objects.get().total == 28
    assert Task.objects.get(kind="prescription_audit").state == "open"
    version = order.versions.get()
    assert {one["criterion"]: one["basis"]["code"] for one in version.criteria}["controlled"] == "KNOWN_CONTROLLED"
    assert version.rulebook_version and version.outcome["allowed"]


def test_sent_twice_it_is_issued_once(place) -> None:
    patient, number = make_patient(place), uuid4()
    first, second = (issue(place, patient, submission_id=number) for _ in range(2))
    assert first.pk == second.pk and Prescription.objects.count() == 1


def test_what_neither_record_nor_doctor_has_judged_is_never_taken_as_met(place) -> None:
    patient = make_patient(place, seen_on=None)
    with pytest.raises(BadShape) as refusal:
        issue(place, patient, answers={})
    assert codes(refusal) == {"E_CRITERION_UNANSWERED"}
    assert {one["field"] for one in refusal.value.breaches} == {
        f"criterion.{code}" for code in ("regimen_stable", "adherence_good", "controlled", "long_term_needed")
    }


def test_a_reading_out_of_control_on_record_stands_against_the_order(place) -> None:
    patient = make_patient(place, seen_on=None)
    care.save(patient, care.pressure(168, 98), by=care.carer(agreements.COUNTY), visit_on=DAY, on=DAY)
    with pytest.raises(LawBroken) as refusal:
        issue(place, patient)
    assert codes(refusal) == {"B_NOT_ELIGIBLE"}
    with pytest.raises(BadShape) as refusal:
        issue(place, patient, answers=ANSWERS | {"controlled": Answer(True)})
    assert codes(refusal) == {"E_CRITERION_DIFFERS"}
    order = issue(place, patient, answers=ANSWERS | {"controlled": Answer(True, "复测132/80")})
    told = {one["criterion"]: one for one in order.versions.get().criteria}["controlled"]
    assert (told["holds"], told["answer"], told["note"]) == (False, True, "复测132/80")


def test_a_reading_of_half_a_year_ago_knows_nothing_of_today(place) -> None:
    patient = make_patient(place, seen_on=DAY - 120 * ONE_DAY)
    with pytest.raises(BadShape) as refusal:
        issue(place, patient, answers=ANSWERS)
    assert [one["field"] for one in refusal.value.breaches] == ["criterion.controlled"]


def test_without_an_agreement_there_is_no_order(place) -> None:
    stranger = agreements.make_resident(groups=("hypertension",))
    with pytest.raises(LawBroken) as refusal:
        issue(place, stranger, answers=ANSWERS | {"controlled": Answer(True)})
    assert codes(refusal) == {"B_NOT_SIGNED"}


def test_twelve_weeks_need_assessment_education_and_consent(place) -> None:
    patient = make_patient(place)
    with pytest.raises(LawBroken) as refusal:
        issue(place, patient, days=84)
    assert codes(refusal) == {"B_ASSESSMENT_REQUIRED", "B_EDUCATION_REQUIRED", "B_CONSENT_REQUIRED"}
    order = issue_long(place, patient)
    assert order.has_consent and order.versions.get().papers["consent"] == "signed"


def test_spoken_consent_needs_a_witness(place) -> None:
    spoken = Papers(assessment="平稳", topics=("taking_medicine",), consent=ConsentKind.VERBAL)
    with pytest.raises(BadShape) as refusal:
        issue(place, make_patient(place), days=56, papers=spoken)
    assert codes(refusal) == {"E_WITNESS_NEEDED"}


def test_a_junior_may_repeat_but_not_begin(place) -> None:
    junior = viewer(organization.make_practitioner(place.institution, title="junior"))
    patient = make_patient(place)
    with pytest.raises(LawBroken) as refusal:
        issue(place, patient, by=junior)
    assert codes(refusal) == {"B_FIRST_NEEDS_SENIOR"}
    passed(place, issue(place, patient))
    reasons = {"same_drug_ordered:amlodipine": "前一张领完后接续"}
    assert issue(place, patient, by=junior, reasons=reasons).is_first is False


def test_what_must_not_be_combined_stops_the_order_and_a_doubtful_pair_asks_why(place) -> None:
    patient = make_patient(place)
    pair = (item("enalapril"), item("valsartan", "capsule", "80mg"))
    with pytest.raises(LawBroken) as refusal:
        issue(place, patient, items=pair)
    assert refusal.value.code == "E_FINDING_STOPS" and refusal.value.breaches[0]["source"]["document"]
    same = (item(), item("nifedipine", "controlled_tablet", "30mg"))
    with pytest.raises(LawBroken) as refusal:
        issue(place, patient, items=same)
    assert refusal.value.code == "E_FINDING_UNEXPLAINED"
    order = issue(place, patient, items=same, reasons={"same_class:amlodipine:nifedipine": "心内科会诊意见"})
    assert [one["reason"] for one in order.versions.get().findings if one["reason"]] == ["心内科会诊意见"]


def test_an_allergy_on_record_stops_the_order(place) -> None:
    patient = make_patient(place)
    guidance = {"drug_count": 1, "allergies": "氨氯地平皮疹", "adherence": "regular", "problems": ["none"]}
    guidance |= {"topics": ["dose"], "guidance": "按时服药", "informed": True}
    care.save(patient, guidance, form="medication-guidance", by=care.carer(agreements.COUNTY))
    with pytest.raises(LawBroken) as refusal:
        issue(place, patient)
    assert codes(refusal) == {"CHECK_ALLERGY"}


def test_medicine_still_at_home_asks_why(place) -> None:
    patient = make_patient(place)
    stocked(place)
    order = passed(place, issue(place, patient))
    dispensed(place, order)
    with pytest.raises(LawBroken) as refusal:
        issue(place, patient, on=DAY + ONE_DAY)
    assert codes(refusal) == {"CHECK_SAME_DRUG_HELD"}


def test_what_another_order_still_holds_asks_why(place) -> None:
    patient = make_patient(place)
    issue(place, patient)
    with pytest.raises(LawBroken) as raised:
        issue(place, patient)
    assert [one["code"] for one in raised.value.breaches] == ["CHECK_SAME_DRUG_ORDERED"]
    reason = {"same_drug_ordered:amlodipine": "前一张作废"}
    assert issue(place, patient, reasons=reason).state == "auditing"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"starts_on": DAY + 29 * ONE_DAY}, "E_STARTS_TOO_LATE"),
        ({"papers": replace(PAPERS, topics=("astrology",))}, "E_TOPIC_UNKNOWN"),
    ],
)
def test_what_cannot_be_ordered(place, fields, code) -> None:
    with pytest.raises(BadShape) as raised:
        issue(place, make_patient(place), **fields)
    assert raised.value.code == code


def test_totals_count_whole_tablets(place) -> None:
    halves = item(units_per_dose=Decimal("0.5"), frequency=Frequency.EVERY_OTHER_DAY)
    issue(place, make_patient(place), items=(halves,), days=27)
    assert PrescriptionItem.objects.get().total == 7


def test_a_drug_that_the_catalogue_lacks_cannot_be_ordered(place) -> None:
    with pytest.raises(BadShape) as refusal:
        issue(place, make_patient(place), items=(item("amlodipine", "tablet", "7mg"),))
    assert codes(refusal) == {"E_DRUG_UNKNOWN"}


def test_somebody_elsewhere_finds_no_such_resident(place) -> None:
    elsewhere = viewer(organization.make_practitioner(), "420325")
    with pytest.raises(NotVisible):
        issue(place, make_patient(place), by=elsewhere)


def test_an_order_is_changed_until_it_is_passed_and_both_versions_stay(place) -> None:
    patient = make_patient(place)
    order = issue(place, patient)
    changed = order_for(patient, items=(item(units_per_dose=Decimal(2)),))
    services.amend_prescription(
        by=place.doctor, prescription_id=order.id, version=1, asked=changed, note="剂量调整", on=DAY, at=NOON
    )
    assert PrescriptionItem.objects.get().total == 56
    assert [one.content["items"][0]["total"] for one in order.versions.order_by("number")] == [28, 56]
    with pytest.raises(LawBroken, match="E_VERSION"):
        services.amend_prescription(
            by=place.doctor, prescription_id=order.id, version=1, asked=changed, note="再调", on=DAY, at=NOON
        )
    order.refresh_from_db()
    passed(place, order)
    with pytest.raises(LawBroken, match="E_STATE"):
        services.amend_prescription(
            by=place.doctor, prescription_id=order.id, version=2, asked=changed, note="再调", on=DAY, at=NOON
        )


def test_adherence_is_reckoned_from_what_was_collected(place) -> None:
    patient = make_patient(place, seen_on=DAY)
    stocked(place)
    order = passed(place, issue_long(place, patient))
    dispensed(place, order, 28)
    later = DAY + 80 * ONE_DAY  # 28 of 80 days covered
    care.save(patient, by=care.carer(agreements.COUNTY), visit_on=later, on=later)
    with pytest.raises(LawBroken) as refusal:
        issue(place, patient, on=later, answers={"long_term_needed": Answer(True)})
    assert codes(refusal) == {"B_NOT_ELIGIBLE"}
