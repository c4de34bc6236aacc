"""Values over time: those that records hold, and those that come by themselves from devices, the resident, others."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock, events
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.schema import FormField
from jiayi.registry.people import selectors as people
from jiayi.service.care import permissions
from jiayi.service.care.events import ValueObserved
from jiayi.service.care.faults import misshapen
from jiayi.service.care.models import Observation, Record, RecordVersion
from jiayi.service.care.rules import storing
from jiayi.service.care.rules.filling import Fault
from jiayi.service.care.rules.measuring import measures
from jiayi.service.care.terms import RecordState, Source

from .standing import Entered
from .watching import watch

NOON = dt.time(12)
CHUNK = 2_000
Key = tuple[str, Decimal | None, str, dt.datetime]


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
    watch(kept, on=timezone.localtime(now, clock.SHANGHAI).date())
    tell_observed(kept)
    return kept


def tell_observed(seen: Observation) -> None:
    """Let other rooms hear of a number that no record holds."""
    if seen.number is not None:
        on = seen.at.astimezone(clock.SHANGHAI).date()
        events.publish(ValueObserved(seen.resident_id, seen.code, float(seen.number), on))


def restate_observations(record: Record) -> None:
    """Keep the values of a record as it stands now; of one visit each is kept once, whichever of its records hold it.

    Those that no record holds any more are voided, not deleted.
    """
    together = _together(record)
    wanted: dict[Key, Observation] = {}
    for one in _values_of(together):
        wanted.setdefault(_key(one), one)
    if record.version > 1:
        standing = Observation.objects.filter(record__in=[record, *together], is_voided=False)
        current = {one.id for one in together}
        gone = [row.id for row in standing if row.record_id not in current or wanted.pop(_key(row), None) is None]
        Observation.objects.filter(id__in=gone).update(is_voided=True)
    Observation.objects.bulk_create(wanted.values())


def keep_observations(entered: Sequence[Entered]) -> None:
    """The values of records that are new; of one visit each is kept once, whichever of its records hold it."""
    wanted: dict[tuple[Any, ...], Observation] = {}
    made_at = min((record.created_at for record, _one, _version in entered), default=None)
    for record, one, _version in entered:
        for seen in _seen(record, storing.plain(one.values), one.measured, made_at):
            wanted.setdefault((record.visit_id or record.id, *_key(seen)), seen)
    Observation.objects.bulk_create(wanted.values(), batch_size=CHUNK)


def noon_of(day: dt.date, made_at: dt.datetime | None) -> dt.datetime:
    """Of a value whose hour nobody knows: noon of its day, but not after it was written down."""
    noon = dt.datetime.combine(day, NOON, clock.SHANGHAI)
    return min(noon, made_at) if made_at else noon


def _together(record: Record) -> list[Record]:
    """The records of its visit that count; it alone, where it was a visit by itself."""
    if record.visit_id is None:
        return [record] if record.state == RecordState.CURRENT else []
    found = Record.objects.filter(visit_id=record.visit_id, state=RecordState.CURRENT)
    return list(found.order_by("id"))


def _values_of(records: Sequence[Record]) -> Iterator[Observation]:
    of_record = {record.id: record for record in records}
    made_at = min((record.created_at for record in records), default=None)
    current = RecordVersion.objects.filter(record__in=records, number=F("record__version")).order_by("record_id")
    for version in current.defer("outcomes"):
        yield from _seen(of_record[version.record_id], version.values, version.measured, made_at)


def _seen(
    record: Record, values: Mapping[str, Any], measured: Collection[str], made_at: dt.datetime | None
) -> Iterator[Observation]:
    fields = rulebook().forms[record.form].fields
    at = noon_of(record.visit_on, made_at)
    for code, value in values.items():
        if code in fields and fields[code].observation and code not in measured:  # kept already
            yield _observation(record, fields[code], value, at)


def _observation(record: Record, one: FormField, value: Any, at: dt.datetime) -> Observation:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return Observation(
        resident_id=record.resident_id,
        code=one.observation,
        number=Decimal(str(value)) if is_number else None,
        text="" if is_number else str(value)[:40],
        unit=one.unit or "",
        at=at,
        source=Source.RECORD,
        record=record,
    )


def _key(one: Observation) -> Key:
    return (one.code, one.number, one.text, one.at)
