"""A village with somebody who cares for its residents, and records of them; every value is made up."""

import datetime as dt
from typing import Any
from uuid import uuid4

from jiayi.registry.people.models import Resident
from jiayi.service.care import services
from jiayi.service.care.models import Enrolment, Record
from jiayi.service.care.terms import RecordRequest
from tests.service.agreements.factories import Signer, make_resident, make_signer, make_village

__all__ = ["DAY", "NOON", "carer", "hypertension", "make_resident", "make_village", "pressure", "request_for", "save"]

DAY = dt.date(2026, 11, 2)
NOON = dt.datetime(2026, 11, 2, 4, tzinfo=dt.UTC)
PERMISSIONS = ("resident_read", "record_read", "record_write", "record_import", "task_read", "restricted_record_read")


def carer(*prefixes: str, permissions: tuple[str, ...] = (*PERMISSIONS, "restricted_record_write")) -> Signer:
    """Somebody who may read and write records in the township of the factories."""
    return make_signer(*prefixes, permissions=permissions)


def hypertension(**fields: Any) -> Resident:
    """A resident with hypertension, in a village that has a team."""
    return make_resident(**({"name": "张大山", "groups": ("hypertension",)} | fields))


def pressure(systolic: int = 132, diastolic: int = 84, **values: Any) -> dict[str, Any]:
    """What has to be filled in for a follow-up of hypertension."""
    return {
        "symptoms": ["none"],
        "systolic": systolic,
        "diastolic": diastolic,
        "adherence": "regular",
        **values,
    }


def request_for(resident: Resident, values: dict[str, Any] | None = None, **fields: Any) -> RecordRequest:
    """A hypertension follow-up in the clinic on the usual day."""
    usual: dict[str, Any] = {
        "resident_id": resident.id,
        "form": "hypertension-follow-up",
        "visit_on": DAY,
        "mode": "clinic",
        "values": pressure() if values is None else values,
        "submission_id": uuid4(),
    }
    return RecordRequest(**(usual | fields))


def save(
    resident: Resident, values: dict[str, Any] | None = None, *, by: Signer | None = None, **options: Any
) -> Record:
    """A saved record, entered on the day of the visit."""
    names = ("on", "at", "confirmed", "acts_on_urgent")
    given = {name: options.pop(name) for name in names if name in options}
    asked = request_for(resident, values, **options)
    usual: dict[str, Any] = {"on": asked.visit_on, "at": NOON}
    return services.save_record(by=by or carer(), asked=asked, **(usual | given))


def enrolment_of(resident: Resident, programme: str = "hypertension") -> Enrolment:
    return Enrolment.objects.get(resident=resident, programme=programme)
