"""Visits and what was measured, as queries: the database reads millions of them at once.

Restricted records are left out: who looks at work as a whole has no need to know of them.
"""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from jiayi.service.care.models import RecordVersion

_VISITS = """
    SELECT record.id AS record_id, record.resident_id, record.form, record.programmes, record.visit_on AS "on",
        record.mode, record.version, record.team_id, record.practitioner_id, record.region_code, record.entered_on,
        first.entered_at
    FROM care_record AS record
    INNER JOIN care_recordversion AS first ON first.record_id = record.id AND first.number = 1
    WHERE record.state = 'current' AND NOT record.is_restricted
"""
_MEASURED = """
    SELECT record_id, code, number FROM care_observation
    WHERE record_id IS NOT NULL AND NOT is_voided AND number IS NOT NULL
"""
_SAID = """
    SELECT version.record_id, version.values ->> 'adherence' AS adherence, (
        SELECT said.value ->> 'classification' FROM jsonb_each(version.outcomes) AS said
        WHERE said.value ? 'classification' LIMIT 1
    ) AS classification
    FROM care_recordversion AS version
    INNER JOIN care_record AS record ON record.id = version.record_id AND record.version = version.number
"""

_POSITIONS = """
    SELECT record_id, latitude, longitude, coalesce(accuracy, 0) AS accuracy,
        (taken_at AT TIME ZONE 'Asia/Shanghai')::date AS taken_on
    FROM care_proof WHERE kind = 'position'
"""


def positions() -> str:
    """Where records were made, as far as it was kept with consent: record_id, latitude, longitude, accuracy (metres),
    taken_on."""
    return _POSITIONS


def visits() -> str:
    """Records that count: record_id, resident_id, form, programmes, on, mode, version, team_id, practitioner_id,
    region_code, entered_on, and entered_at of their first version."""
    return _VISITS


def measured_values() -> str:
    """The numbers that records hold: record_id, code, number."""
    return _MEASURED


def conclusions() -> str:
    """What records that count said of the patient: record_id, adherence, classification (none: not said)."""
    return _SAID


def values_of(versions: Collection[tuple[UUID, int]]) -> dict[tuple[UUID, int], Mapping[str, Any]]:
    """What these versions of records said, by record and number. One query; the caller has found the records."""
    rows = RecordVersion.objects.filter(record_id__in={record for record, _number in versions})
    found = {(record, number): values for record, number, values in rows.values_list("record_id", "number", "values")}
    return {key: found[key] for key in versions if key in found}
