"""Register a resident by hand or through the interface."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.models import new_id
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people.archive import next_archive_number
from jiayi.registry.people.faults import breach, misshapen
from jiayi.registry.people.models import GroupMembership, Resident
from jiayi.registry.people.particulars import Particulars, read_particulars
from jiayi.registry.people.permissions import RESIDENT_WRITE, require_over
from jiayi.registry.people.sealing import sealed_columns
from jiayi.registry.people.terms import GroupSource

from .duplicates import duplicate_of
from .groups import unknown_groups
from .households import household_by_number
from .places import village_exists

NUMBER_ONCE = "resident_national_id_once"


def register_resident(
    *,
    by: Viewer,
    on: date,
    region_code: str,
    entered: Mapping[str, Any],
    groups: Iterable[str] = (),
    household_number: str = "",
    source: str = GroupSource.STAFF,
    resident_id: UUID | None = None,
) -> Resident:
    """Make a resident of a village with an archive number; `entered` holds fields of `particulars.FIELDS`.

    Raises NotVisible outside of the writer's regions, BadShape with a fault per field, LawBroken
    (E_DUPLICATE_NUMBER, E_DUPLICATE_ELSEWHERE) where the identity number has a record.
    """
    require_over(by, RESIDENT_WRITE, region_code)
    read = read_particulars({"name": "", **entered}, on=on)
    recorded = tuple(dict.fromkeys(groups))
    if unknown := unknown_groups(recorded):
        raise misshapen(breach("E_GROUP_UNKNOWN", "groups") for _ in unknown)
    identity = resident_id or new_id()
    try:
        return _register(by, on, region_code, read, recorded, household_number.strip(), source, identity)
    except IntegrityError as error:
        if NUMBER_ONCE not in str(error):
            raise
        raise duplicate_of(by=by, number=read.numbers["national_id"]) from None


@retrying_atomic
def _register(
    by: Viewer,
    on: date,
    region_code: str,
    read: Particulars,
    groups: tuple[str, ...],
    household_number: str,
    source: str,
    identity: UUID,
) -> Resident:
    if not village_exists(region_code):
        raise misshapen([breach("E_REGION_UNKNOWN", "region_code")])
    household = household_by_number(household_number, region_code) if household_number else None
    resident = Resident(
        id=identity,
        region_id=region_code,
        household=household,
        archive_number=next_archive_number(region_code),
        **read.columns,
        **sealed_columns(identity, read.numbers),
    )
    resident.save(force_insert=True)
    GroupMembership.objects.bulk_create(
        [GroupMembership(resident=resident, group=group, since=on, source=source) for group in groups]
    )
    audit.record(
        by=by,
        act="people.register_resident",
        subject_kind="resident",
        subject_ids=[identity],
        resident_ids=[identity],
        details={"region": region_code, "archive_number": resident.archive_number, "groups": list(groups)},
    )
    return resident
