"""Values that nobody typed: taken from what device or clinic system measured on the day, and marked so."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils import timezone

from jiayi.foundation.base import clock
from jiayi.foundation.rulebook.schema import Form
from jiayi.service.care.models import Observation, Record
from jiayi.service.care.rules import storing
from jiayi.service.care.rules.measuring import rests_on_measures
from jiayi.service.care.rules.parting import Judged
from jiayi.service.care.terms import MEASURED, Evidence, RecordRequest


def with_measures(form: Form, asked: RecordRequest, judged: list[Judged]) -> list[Judged]:
    """Each record to be with the fields that still hold what was measured; who changes one afterwards typed it."""
    rows = Observation.objects.filter(
        id__in=asked.measured.values(), resident_id=asked.resident_id, source__in=MEASURED, is_voided=False
    )
    known = {row.id: row for row in rows} if asked.measured else {}
    found = {
        name: known[one]
        for name, one in asked.measured.items()
        if one in known and name in form.fields and _is_of(known[one], form, name, asked)
    }
    return [
        replace(
            one,
            measured={
                code: _told(found[name])
                for code, name in one.part.names.items()
                if name in found and code in one.values
            },
        )
        for one in judged
    ]


def still_measured(record: Record, one: Judged, asked: RecordRequest) -> Judged:
    """A correction leaves the mark of the values that it does not change."""
    before, kept = record.versions.get(number=record.version), storing.plain(one.values)
    same_day = record.visit_on == asked.visit_on
    same = {code: told for code, told in before.measured.items() if before.values.get(code) == kept.get(code)}
    return replace(one, measured=same if same_day else {})


def evidence_of(one: Judged, asked: RecordRequest) -> str:
    """The grade: measured, or as whoever entered it says."""
    return Evidence.A if rests_on_measures(one.part.form, one.measured) else asked.evidence


def _is_of(row: Observation, form: Form, name: str, asked: RecordRequest) -> bool:
    value: Any = asked.values.get(name)
    same_day = timezone.localtime(row.at, clock.SHANGHAI).date() == asked.visit_on
    return same_day and form.fields[name].observation == row.code and _number(value) == row.number


def _number(value: Any) -> Decimal | None:
    return Decimal(str(value)) if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else None


def _told(row: Observation) -> Mapping[str, str]:
    at = timezone.localtime(row.at, clock.SHANGHAI).isoformat(timespec="minutes")
    return {"observation": str(row.id), "source": row.source, "at": at, "device": row.device}
