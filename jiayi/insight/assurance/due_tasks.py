"""Which tasks assurance makes due (config/task_sources.py)."""

_CORRECTIONS = """
    SELECT 'audit_item:' || item.id || ':correction' AS key, 'correct_audited' AS kind, item.resident_id, item.team_id,
        item.region_code, item.id AS subject_id, item.asked_on AS from_on, item.correct_by AS due_on
    FROM assurance_audititem AS item
    WHERE item.state = 'to_correct'
"""


def audit_corrections() -> str:
    """What an audit found and the clinic has to correct."""
    return _CORRECTIONS
