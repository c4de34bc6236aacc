"""A junior doctor's first order rests on the county's opinion, as long as it holds."""

import datetime as dt
from uuid import uuid4

import pytest

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import LawBroken
from jiayi.service.care import services as care
from jiayi.service.care.terms import ConsultationReport, ConsultationRequest
from tests.registry.organization import factories as organization
from tests.service.agreements.factories import COUNTY, make_signer
from tests.service.care.consultations import ANSWERERS, ASKERS, Desk

from .factories import DAY, NOON, ONE_DAY, issue, make_patient, make_place, viewer

pytestmark = pytest.mark.django_db
LONG_BEFORE = NOON - dt.timedelta(days=40)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: DAY)


@pytest.fixture
def place():
    return make_place()


def junior(place):
    return viewer(organization.make_practitioner(place.institution, title="junior"))


def opinion(place, patient, conclusion="agree", *, level="county", title="senior", at=NOON):
    hospital = organization.make_institution(COUNTY, name="县人民医院", level=level)
    specialist = organization.make_practitioner(hospital, title=title)
    answerer = Desk(ANSWERERS, actor_id=uuid4(), practitioner_id=specialist.id, institutions=(hospital.id,))
    asked = ConsultationRequest(
        resident_id=patient.id,
        kind="prescription",
        from_institution_id=place.institution.id,
        to_institution_id=hospital.id,
        question="可否首次开具",
        consented=True,
        submission_id=uuid4(),
    )
    one = care.ask_consultation(by=make_signer(permissions=ASKERS), asked=asked, at=at)
    report = ConsultationReport(conclusion, "同意")
    return care.answer_consultation(by=answerer, consultation_id=one.id, report=report, at=at)


def test_with_the_countys_consent_a_junior_doctor_issues_the_first_order(place) -> None:
    patient = make_patient(place)
    with pytest.raises(LawBroken) as refused:
        issue(place, patient, by=junior(place))
    assert refused.value.code == "B_FIRST_NEEDS_SENIOR"
    one = opinion(place, patient)
    order = issue(place, patient, by=junior(place))
    assert order.consultation_id == one.id
    assert "SUPPLY_CONSULTED" in [said["code"] for said in order.versions.get().outcome["reasons"]]


@pytest.mark.parametrize(
    "fields",
    [
        {"conclusion": "adjust"},
        {"level": "township"},
        {"title": "junior"},
        {"at": LONG_BEFORE},
    ],
)
def test_an_opinion_that_does_not_bear_it(place, fields) -> None:
    patient = make_patient(place)
    opinion(place, patient, **fields)
    with pytest.raises(LawBroken) as refused:
        issue(place, patient, by=junior(place), on=DAY)
    assert refused.value.code == "B_FIRST_NEEDS_SENIOR"


def test_an_opinion_of_the_future_counts_for_nothing_yet(place) -> None:
    patient = make_patient(place)
    opinion(place, patient, at=NOON + dt.timedelta(days=1))
    with pytest.raises(LawBroken):
        issue(place, patient, by=junior(place), on=DAY)
    assert issue(place, patient, by=junior(place), on=DAY + ONE_DAY).consultation_id
