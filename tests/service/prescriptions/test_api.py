"""Orders over the API: issued, audited, dispensed once, refused with what stands against it."""

from uuid import uuid4

import pytest

from jiayi.foundation.base import clock
from jiayi.registry.access.selectors import viewer_of
from jiayi.registry.access.services import issue_token
from jiayi.service.prescriptions.models import Dispensing, Prescription
from tests.registry.access.factories import make_post, make_user
from tests.registry.organization import factories as organization

from .factories import DAY, issue, make_patient, make_place, passed, stocked

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: DAY)


@pytest.fixture
def place():
    return make_place()


def caller(client, place, post, practitioner):
    user = make_user(practitioner=practitioner)
    make_post(user=user, code=post, institution=place.institution)
    token = issue_token(by=viewer_of(user), label="药房系统", at=clock.now())

    def send(path, body, key=None):
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key or str(uuid4())}
        return client.post(f"/api/v1/{path}", body, content_type="application/json", headers=headers)

    send.get = lambda path: client.get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {token}"})
    return send


@pytest.fixture
def doctor(client, place):
    return caller(client, place, "doctor", place.village.doctor)


@pytest.fixture
def pharmacist(client, place):
    return caller(client, place, "pharmacist", organization.make_practitioner(place.institution, "pharmacist"))


def order_of(patient, **changes):
    tablet = {"drug": "amlodipine", "form": "tablet", "strength": "5mg", "units_per_dose": 1, "frequency": "daily"}
    said = {code: {"holds": True} for code in ("regimen_stable", "long_term_needed")}
    usual = {"resident": str(patient.id), "diagnoses": ["hypertension"], "days": 28, "items": [tablet]}
    return usual | {"answers": said} | changes


def test_an_order_goes_from_the_doctor_to_the_counter(doctor, pharmacist, place) -> None:
    stocked(place)
    made = doctor("prescriptions", order_of(make_patient(place)))
    assert made.status_code == 201 and made.json()["state"] == "auditing"
    path = f"prescriptions/{made.json()['id']}"
    assert pharmacist(f"{path}/audits", {"version": 1, "act": "pass"}).json()["state"] == "active"
    body, key = {"institution": str(place.institution.id), "days": 28}, str(uuid4())
    first, second = (pharmacist(f"{path}/dispensings", body, key) for _ in range(2))
    assert first.status_code == second.status_code == 201 and first.json() == second.json()
    assert Dispensing.objects.count() == 1 and first.json()["items"][0]["quantity"] == 28
    read = doctor.get(path).json()
    assert (read["refill"], read["remaining_days"], read["items"][0]["remaining"]) == ("finished", 0, 0)


def test_what_forbids_it_is_named_with_its_source(doctor, place) -> None:
    answer = doctor("prescriptions", order_of(make_patient(place), days=84))
    assert answer.status_code == 409
    assert {one["code"] for one in answer.json()["breaches"]} >= {"B_CONSENT_REQUIRED"}
    assert answer.json()["breaches"][0]["source"]["document"] == "long-prescription-2021"
    unanswered = doctor("prescriptions", order_of(make_patient(place), answers={}))
    assert unanswered.status_code == 422 and not Prescription.objects.exists()


def test_nothing_is_given_at_an_institution_that_one_does_not_serve(pharmacist, place) -> None:
    order = issue(place, make_patient(place))
    elsewhere = organization.make_institution("420325100")
    body = {"institution": str(elsewhere.id), "days": 28}
    assert pharmacist(f"prescriptions/{order.id}/dispensings", body).status_code == 404


def test_short_quantities_and_the_lot_of_a_pharmacy_are_named(pharmacist, place) -> None:
    order = passed(place, issue(place, make_patient(place)))
    path, one = f"prescriptions/{order.id}/dispensings", str(order.items.get().id)
    lot = {one: {"number": "Y77", "expires_on": "2028-01-01"}}
    body = {"institution": str(place.institution.id), "days": 28, "quantities": {one: 20}, "lots": lot}
    assert pharmacist(path, body).status_code == 422
    stray = pharmacist(path, body | {"way": "retail", "quantities": {str(uuid4()): 1}})
    assert (stray.status_code, stray.json()["code"]) == (422, "E_DISPENSED_UNKNOWN")
    given = pharmacist(path, body | {"way": "retail"}).json()["items"]
    assert [(line["quantity"], line["lot"]) for line in given] == [(20, "Y77")]


def test_the_catalogue_says_where_each_fact_is_from(doctor) -> None:
    drugs = {one["code"]: one for one in doctor.get("drugs").json()}
    assert len(drugs) >= 60 and drugs["metformin"]["usual"]["source"]["document"] == "who-atc-ddd"
    assert "most" not in drugs["nifedipine"]
