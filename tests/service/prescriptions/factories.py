"""A village whose residents are signed, a doctor, a pharmacist, some stock, and orders; every value is made up."""

import datetime as dt
import secrets
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import uuid4

from jiayi.registry.organization.models import Institution
from jiayi.registry.people.models import Resident
from jiayi.service.prescriptions import services
from jiayi.service.prescriptions.models import Dispensing, Prescription, StockLot
from jiayi.service.prescriptions.terms import (
    Answer,
    AuditAct,
    ConsentKind,
    DispenseRequest,
    Frequency,
    ItemRequest,
    OrderRequest,
    Papers,
)
from tests.registry.organization import factories as organization
from tests.service.agreements import factories as agreements
from tests.service.agreements.factories import Signer
from tests.service.care import factories as care

DAY = dt.date(2026, 11, 2)
NOON = dt.datetime(2026, 11, 2, 4, tzinfo=dt.UTC)
ONE_DAY = dt.timedelta(days=1)
PERMISSIONS = (
    "resident_read",
    "record_read",
    "record_write",
    "restricted_record_read",
    "agreement_read",
    "prescription_read",
    "prescription_write",
    "prescription_audit",
    "prescription_dispense",
    "stock_read",
    "stock_write",
    "task_read",
)
PAPERS = Papers(assessment="血压平稳，方案不变", topics=("taking_medicine",), consent=ConsentKind.SIGNED)
ANSWERS = {"regimen_stable": Answer(True), "adherence_good": Answer(True), "long_term_needed": Answer(True)}


@dataclass(frozen=True)
class Place:
    """A village with its team, the institution's doctor and pharmacist as viewers."""

    village: agreements.Village
    doctor: Signer
    pharmacist: Signer

    @property
    def institution(self) -> Institution:
        return self.village.team.institution


def viewer(practitioner: Any, *prefixes: str) -> Signer:
    """Somebody who may do everything with orders in the county of the factories."""
    prefixes = prefixes or (agreements.COUNTY,)
    return agreements.make_signer(*prefixes, permissions=PERMISSIONS, practitioner_id=practitioner.id)


def make_place() -> Place:
    """The village of the factories, its people ready to prescribe and to audit."""
    village = agreements.make_village()
    pharmacist = organization.make_practitioner(village.team.institution, "pharmacist")
    return Place(village, viewer(village.doctor), viewer(pharmacist))


def make_patient(place: Place, *, seen_on: dt.date | None = DAY, **fields: Any) -> Resident:
    """A signed resident with hypertension, whose last follow-up was controlled and regular."""
    usual = {"name": "沈建国", "groups": ("hypertension",), "birth_date": dt.date(1960, 3, 4)}
    patient = agreements.make_resident(**(usual | fields))
    agreements.sign(place.village, patient, signed_on=DAY - 30 * ONE_DAY, on=DAY - 30 * ONE_DAY)
    if seen_on:
        care.save(patient, by=care.carer(agreements.COUNTY), visit_on=seen_on, on=seen_on)
    return patient


def item(drug: str = "amlodipine", form: str = "tablet", strength: str = "5mg", **fields: Any) -> ItemRequest:
    """One tablet a day."""
    usual: dict[str, Any] = {"units_per_dose": Decimal(1), "frequency": Frequency.DAILY, "route": "oral"}
    return ItemRequest(drug, form, strength, **(usual | fields))


def order_for(patient: Resident, **fields: Any) -> OrderRequest:
    """Four weeks of one drug, with every criterion judged that the record leaves open."""
    usual: dict[str, Any] = {
        "resident_id": patient.id,
        "diagnoses": ("hypertension",),
        "days": 28,
        "items": (item(),),
        "submission_id": uuid4(),
        "answers": ANSWERS,
    }
    return OrderRequest(**(usual | fields))


def issue(place: Place, patient: Resident, *, on: dt.date = DAY, by: Signer | None = None, **fields) -> Prescription:
    """An order that waits for the pharmacist."""
    return services.issue_prescription(by=by or place.doctor, asked=order_for(patient, **fields), on=on, at=NOON)


def issue_long(place: Place, patient: Resident, *, days: int = 84, **fields: Any) -> Prescription:
    """The same for twelve weeks, with its papers."""
    return issue(place, patient, days=days, papers=PAPERS, **fields)


def passed(place: Place, order: Prescription, *, on: dt.date = DAY) -> Prescription:
    """The pharmacist has passed it."""
    return services.audit_prescription(
        by=place.pharmacist,
        prescription_id=order.id,
        version=order.version,
        act=AuditAct.PASS,
        text="",
        on=on,
        at=NOON,
    )


def stocked(
    place: Place,
    quantity: int = 1000,
    *,
    number: str = "A1",
    expires_on: dt.date = dt.date(2028, 1, 1),
    drug: str = "amlodipine",
    form: str = "tablet",
    strength: str = "5mg",
) -> StockLot:
    """A lot on the shelf of the institution."""
    return services.receive_stock(
        by=place.pharmacist,
        institution_id=place.institution.id,
        drug=drug,
        form=form,
        strength=strength,
        number=number,
        expires_on=expires_on,
        quantity=quantity,
        on=DAY,
        at=NOON,
    )


def dispensed(place: Place, order: Prescription, days: int = 28, *, on: dt.date = DAY, **fields: Any) -> Dispensing:
    """So many days given out at the counter to the patient."""
    asked = DispenseRequest(order.id, days, **({"submission_id": uuid4()} | fields))
    return services.dispense(by=place.doctor, asked=asked, institution_id=place.institution.id, on=on, at=NOON)


def written(patient: Resident, institution: Institution, *, on: dt.date = DAY) -> Prescription:
    """An order that waits for a pharmacist, written straight into the tables."""
    order = Prescription.objects.create(
        code=secrets.token_hex(6).upper(),
        resident=patient,
        region_id=patient.region_id,
        institution=institution,
        prescriber=organization.make_practitioner(institution),
        prescriber_title="intermediate",
        prescriber_level="primary",
        is_first=True,
        face_to_face=True,
        diagnoses=["hypertension"],
        days=28,
        issued_on=on,
        starts_on=on,
        ends_on=on + 27 * ONE_DAY,
        opens_on=on,
        runs_out_on=on - ONE_DAY,
        submission_id=uuid4(),
    )
    order.items.create(
        id=uuid4(),
        position=1,
        drug="amlodipine",
        name="氨氯地平",
        form="tablet",
        strength="5mg",
        units_per_dose=1,
        frequency="daily",
        route="oral",
        total=28,
    )
    content = {"days": 28, "items": [{"drug": "amlodipine", "strength": "5mg", "total": 28}]}
    order.versions.create(
        number=1,
        content=content,
        criteria=[],
        papers={},
        findings=[],
        outcome={},
        rulebook_version="x",
        entered_at=NOON,
    )
    return order
