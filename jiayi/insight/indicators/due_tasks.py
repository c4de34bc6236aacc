"""Which tasks indicators make due (config/task_sources.py)."""

_GAPS = """
    SELECT 'gap_duty:' || duty.id AS key, 'close_gap' AS kind, duty.resident_id, duty.team_id, resident.region_code,
        duty.id AS subject_id, duty.given_on AS from_on, duty.due_on
    FROM indicators_gapduty AS duty
    JOIN people_resident AS resident ON resident.id = duty.resident_id
    WHERE duty.ended_on IS NULL AND resident.merged_into_id IS NULL AND resident.status = 'living_here'
"""


def gaps() -> str:
    """Residents for whom an indicator lacks something, given to somebody."""
    return _GAPS
