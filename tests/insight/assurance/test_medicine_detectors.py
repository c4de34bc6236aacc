"""What follow-ups say of treatment, against what the counter gave out (D14) and what hospitals report (D11)."""

from uuid import uuid4

import pytest

from jiayi.service.care.models import RecordVersion
from jiayi.service.insurance.models import InsuredVisit, VisitBatch
from jiayi.service.prescriptions.models import Dispensing, DispensingReturn, Prescription
from tests.service.prescriptions.factories import written

from .factories import TODAY, days_before, found, make_village, patients, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return make_village()


def says(record, *, adherence="regular", classification="controlled"):
    RecordVersion.objects.filter(record=record).update(
        values={"adherence": adherence},
        outcomes={"care.hypertension.follow_up": {"classification": classification}},
    )


def given(village, patient, *days_of, began=60, order_days=84):
    """An order since so many days before today; each part: days before today, days given out."""
    order = written(patient, village.team.institution, on=days_before(began))
    Prescription.objects.filter(pk=order.pk).update(days=order_days, ends_on=days_before(began - order_days + 1))
    for before, days in days_of:
        Dispensing.objects.create(
            prescription=order,
            institution=village.team.institution,
            on=days_before(before),
            days=days,
            window="open",
            way="counter",
            relation="self",
            submission_id=uuid4(),
        )
    return order


def visits_of(village, patient, *before, **said):
    for each in before:
        says(visit(patient, village.team, days_before(each)), **said)


def test_regular_on_paper_with_too_little_given_out_is_found(village) -> None:
    patient = patients(1)[0]
    given(village, patient, (60, 14))
    visits_of(village, patient, 20, 10)
    finding = found("supply-gap")
    assert (finding.hits, finding.total) == (2, 2)
    assert {one.values["given_days"] for one in finding.evidence.all()} == {14}


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (((60, 28), (32, 28)), {}),  # enough was given out
        (((60, 14),), {"adherence": "interrupted"}),  # the record says that it was not regular
        (((25, 7),), {}),  # too early to say
    ],
)
def test_ordinary_work_is_left_alone(village, parts, said) -> None:
    patient = patients(1)[0]
    given(village, patient, *parts)
    visits_of(village, patient, 20, 10, **said)
    assert found("supply-gap") is None


def test_what_came_back_was_not_taken_and_what_was_stopped_is_not_judged(village) -> None:
    back, stopped = patients(2)
    order = given(village, back, (60, 56))
    DispensingReturn.objects.create(
        dispensing=order.dispensings.get(),
        on=days_before(50),
        days=50,
        reason="quality",
        is_restocked=False,
        submission_id=uuid4(),
    )
    visits_of(village, back, 20, 10)
    order = given(village, stopped, (60, 7))
    Prescription.objects.filter(pk=order.pk).update(
        state="stopped", stopped_on=days_before(50), stop_reason="own_wish", opens_on=None
    )
    visits_of(village, stopped, 21, 11)
    finding = found("supply-gap")
    assert {one.resident_id for one in finding.evidence.all()} == {back.id}


def admitted(patient, before=15):
    batch = VisitBatch.objects.create(file_name="医保.xlsx", entered_on=TODAY)
    InsuredVisit.objects.create(
        resident=patient,
        region_id=patient.region_id,
        batch=batch,
        institution_name="县人民医院",
        level="county",
        in_county=True,
        kind="inpatient",
        visit_on=days_before(before),
        diagnosis="高血压急症",
        amount_fen=1,
        referred=False,
    )


def test_controlled_every_time_though_a_hospital_admitted_them_is_found(village) -> None:
    one, other = patients(2)
    admitted(one)
    visits_of(village, one, 30, 5)
    visits_of(village, other, 31, 6)
    finding = found("controlled-yet-admitted")
    assert (finding.hits, finding.total) == (2, 4)
    assert {case.values["hospital"] for case in finding.evidence.all()} == {"县人民医院"}


def test_one_record_that_saw_it_or_an_admission_long_ago_raises_no_doubt(village) -> None:
    seen, old = patients(2)
    admitted(seen)
    visits_of(village, seen, 30)
    visits_of(village, seen, 5, classification="not_controlled")
    admitted(old, before=500)
    visits_of(village, old, 31, 6)
    assert found("controlled-yet-admitted") is None
