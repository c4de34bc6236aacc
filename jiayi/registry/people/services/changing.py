"""Change what is known of a resident, never over somebody else's change."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import completed_years
from jiayi.foundation.rulebook import value_on
from jiayi.registry.people.faults import broken, conflict
from jiayi.registry.people.models import Resident
from jiayi.registry.people.particulars import IDENTITY, Particulars, read_particulars
from jiayi.registry.people.sealing import number_of, sealed_columns
from jiayi.registry.people.selectors.residents import resident_for, resident_to_write
from jiayi.registry.people.terms import ResidentStatus

from .duplicates import duplicate_of

NUMBER_ONCE = "resident_national_id_once"


def change_resident(*, by: Viewer, resident_id: UUID, version: int, entered: Mapping[str, Any], on: date) -> Resident:
    """Save the fields of `entered` (see `particulars.FIELDS`) on the version that was read.

    Raises EditConflict where somebody saved meanwhile, BadShape with a fault per field, LawBroken where the
    number has another record.
    """
    try:
        return _change(by, resident_id, version, entered, on)
    except IntegrityError as error:
        if NUMBER_ONCE not in str(error):
            raise
        number = read_particulars({"national_id": entered["national_id"]}, on=on).numbers["national_id"]
        raise duplicate_of(by=by, number=number) from None


@retrying_atomic
def _change(by: Viewer, resident_id: UUID, version: int, entered: Mapping[str, Any], on: date) -> Resident:
    resident = resident_to_write(by, resident_id)
    if resident.version != version:
        raise conflict()
    read = read_particulars(entered, on=on, known=_known(resident, entered))
    changed = _apply(resident, read)
    if not changed:
        return resident
    resident.version += 1
    resident.save(update_fields=[*changed, "version", "updated_at"])
    _audit(by, "people.change_resident", resident, {"fields": sorted(changed)})
    return resident


def _known(resident: Resident, entered: Mapping[str, Any]) -> dict[str, Any]:
    """The identity that stands; a new number brings its own sex and birth date unless these are entered too."""
    known = {name: getattr(resident, name) for name in IDENTITY if name != "national_id"}
    number = number_of(resident, "national_id")
    if entered.get("national_id") and entered["national_id"] != number:
        known.update(sex="", birth_date=None)
    return known | {"national_id": number}


def _apply(resident: Resident, read: Particulars) -> list[str]:
    """Put the read values on the row and answer the columns that are now different."""
    changed = [name for name, value in read.columns.items() if getattr(resident, name) != value]
    for name in changed:
        setattr(resident, name, read.columns[name])
    numbers = {name: number for name, number in read.numbers.items() if number_of(resident, name) != number}
    sealed = sealed_columns(resident.id, numbers)
    for name, value in sealed.items():
        setattr(resident, name, value)
    return [*changed, *sealed]


@retrying_atomic
def set_guardian(*, by: Viewer, resident_id: UUID, guardian_id: UUID | None, on: date) -> Resident:
    """Name who answers for a minor or an incapable person; None takes the guardian away."""
    resident = resident_to_write(by, resident_id)
    if guardian_id is not None:
        _require_guardian(resident, resident_for(by, guardian_id), on)
    resident.guardian_id = guardian_id
    resident.version += 1
    resident.save(update_fields=["guardian_id", "version", "updated_at"])
    _audit(by, "people.set_guardian", resident, {"guardian": guardian_id})
    return resident


def _require_guardian(resident: Resident, guardian: Resident, on: date) -> None:
    limit = value_on("resident.guardian_age", on, ["national"])
    is_adult = completed_years(guardian.birth_date, on) >= limit["years"]
    if guardian.id == resident.id or not is_adult or guardian.status == ResidentStatus.DECEASED:
        raise broken("E_GUARDIAN_INVALID", "guardian")


def _audit(by: Viewer, act: str, resident: Resident, details: Mapping[str, Any]) -> None:
    audit.record(
        by=by,
        act=act,
        subject_kind="resident",
        subject_ids=[resident.id],
        resident_ids=[resident.id],
        details=details,
    )
