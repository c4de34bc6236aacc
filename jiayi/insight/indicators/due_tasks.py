"""Which tasks indicators make due (config/task_sources.py)."""

_GAPS = """
    SELECT 'gap_duty:' || duty.id AS key, 'close_gap' AS kind, duty.resident_id, duty.team_id, resident.region_code,
        duty.id AS subject_id, duty.given_on AS from_on, duty.due_on
    FROM indicators_gapduty AS duty
    JOIN people_resident AS resident ON resident.id = duty.resident_id
    WHERE duty.ended_on IS NULL AND resident.merged_into_id IS NULL AND resident.status = 'living_here'
"""
_ALARMS = """
    SELECT 'target_alarm:' || alarm.id AS key, 'target_alarm' AS kind, NULL::uuid AS resident_id, NULL::uuid AS team_id,
        alarm.region_code, alarm.id AS subject_id, alarm.opened_on AS from_on, alarm.due_on
    FROM indicators_targetalarm AS alarm
    WHERE alarm.answered_on IS NULL AND alarm.ended_on IS NULL
"""


def alarms() -> str:
    """Teams that lie far below their targets: the supervisor looks into it."""
    return _ALARMS


def gaps() -> str:
    """Residents for whom an indicator lacks something, given to somebody."""
    return _GAPS
