"""Records that count, as a query for the rooms that keep account of them: the database reads millions at once."""

_STANDING = """
    SELECT record.id AS record_id, record.version, record.resident_id, record.form, record.visit_on AS "on",
        record.mode, record.evidence, record.team_id, record.visit_id,
        ARRAY(SELECT jsonb_object_keys(version.values)) AS fields, version.entered_by, version.entered_by_name
    FROM care_record AS record
    INNER JOIN care_recordversion AS version ON version.record_id = record.id AND version.number = record.version
    WHERE record.state = 'current'
"""


def standing_records() -> str:
    """As SavedRecord tells each of them: record_id, version, resident_id, form, on, mode, evidence, team_id,
    visit_id, fields; and who entered it."""
    return _STANDING
