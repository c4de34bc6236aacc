"""A team whose records are as one makes them: every value is made up."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import uuid4

from jiayi.foundation.base.viewer import SystemViewer
from jiayi.insight.assurance import services
from jiayi.insight.assurance.models import Finding
from jiayi.registry.organization.models import Practitioner, Team
from jiayi.registry.people.models import Resident
from jiayi.service.care.models import Observation, Record, RecordVersion
from jiayi.service.fulfilment.models import DoneService
from tests.registry.organization import factories as organization
from tests.registry.people import factories as people
from tests.service.agreements.factories import Signer, make_resident, make_signer, make_village

__all__ = ["TODAY", "Signer", "make_resident", "make_signer", "make_village"]

TODAY = dt.date(2026, 11, 20)
SHANGHAI = dt.timezone(dt.timedelta(hours=8))
REVIEWS = ("suspicion_read", "suspicion_review", "resident_read", "record_read", "agreement_read")


def reviewer(*prefixes: str, permissions: tuple[str, ...] = REVIEWS, **fields: Any) -> Signer:
    """Somebody of the township who looks into findings and is about none."""
    return make_signer(*prefixes, permissions=permissions, **fields)


def patients(count: int, **fields: Any) -> list[Resident]:
    """Adults under 65 with hypertension."""
    usual = {"groups": ("hypertension",), "birth_date": dt.date(1970, 5, 1)}
    return [make_resident(**(usual | fields)) for _ in range(count)]


def visit(
    resident: Resident,
    team: Team,
    on: dt.date,
    *,
    systolic: int = 131,
    diastolic: int = 82,
    mode: str = "clinic",
    worker: Practitioner | None = None,
    entered_on: dt.date | None = None,
    hour: int = 10,
    **fields: Any,
) -> Record:
    """A follow-up of hypertension with both pressures, entered on the day at ten."""
    entered_on = entered_on or on
    at = dt.datetime.combine(entered_on, dt.time(hour), SHANGHAI)
    usual = {
        "resident": resident,
        "region_id": resident.region_id,
        "form": "hypertension-follow-up",
        "programmes": ["hypertension"],
        "visit_on": on,
        "mode": mode,
        "evidence": "c",
        "team": team,
        "practitioner": worker or team.leader,
        "submission_id": uuid4(),
        "entered_on": entered_on,
    }
    record = Record.objects.create(**(usual | fields))
    values = {"symptoms": ["none"], "systolic": systolic, "diastolic": diastolic, "adherence": "regular"}
    RecordVersion.objects.create(record=record, number=1, values=values, rulebook_version="x", entered_at=at)
    Observation.objects.bulk_create(
        Observation(
            resident=resident,
            code=code,
            number=Decimal(values[code]),
            unit="mmhg",
            at=at,
            source="record",
            record=record,
        )
        for code in ("systolic", "diastolic")
    )
    return record


def serve(resident: Resident, on: dt.date, **fields: Any) -> DoneService:
    """A service entered by hand."""
    usual = {"resident": resident, "items": ["health_education"], "on": on, "mode": "phone", "evidence": "b"}
    return DoneService.objects.create(**(usual | fields))


def found(code: str, on: dt.date = TODAY) -> Finding | None:
    """What this detector finds now; at most one is expected."""
    services.detect_one(by=SystemViewer(), code=code, on=on)
    return Finding.objects.filter(detector=code).exclude(state="withdrawn").first()


def another_village(code: str) -> str:
    """A village of the same county; its code."""
    return people.make_region(code).code


def days_before(number: int) -> dt.date:
    return TODAY - dt.timedelta(days=number)


make_institution, make_practitioner, make_area = (
    organization.make_institution,
    organization.make_practitioner,
    organization.make_area,
)
