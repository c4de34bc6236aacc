"""Values that come by themselves: from devices, from the resident, from other institutions."""

import datetime as dt
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people import selectors as people
from jiayi.service.care import permissions
from jiayi.service.care.faults import misshapen
from jiayi.service.care.models import Observation
from jiayi.service.care.rules.filling import Fault
from jiayi.service.care.rules.measuring import measures


@transaction.atomic
def observe(
    *,
    by: Viewer,
    resident_id: UUID,
    code: str,
    number: Decimal,
    unit: str,
    at: dt.datetime,
    source: str,
    device: str,
    now: dt.datetime,
) -> Observation:
    """Keep one value; BadShape for an unknown code, another unit, an impossible value, or a time to come."""
    resident = people.resident_for(by, resident_id, permission=permissions.WRITE)
    measure = measures().get(code)
    if measure is None:
        raise misshapen([Fault("code", "E_OBSERVATION_UNKNOWN")])
    if unit != (measure.unit or ""):
        raise misshapen([Fault("unit", "E_UNIT_DIFFERS", {"unit": measure.unit or "-"})])
    if measure.hard and not measure.hard[0] <= number <= measure.hard[1]:
        raise misshapen([Fault("value", "E_RANGE_VALUE")])
    if at > now:
        raise misshapen([Fault("at", "E_OBSERVATION_IN_FUTURE")])
    kept = Observation.objects.create(
        resident_id=resident.id, code=code, number=number, unit=unit, at=at, source=source, device=device
    )
    audit.record(
        by=by,
        act="care.observe",
        subject_kind="observation",
        subject_ids=[kept.id],
        resident_ids=[resident.id],
        details={"code": code, "source": source},
    )
    return kept
