"""Which tasks care makes due: one query each, the only statement of it (config/task_sources.py)."""

VISITS = """
    SELECT 'enrolment:' || enrolment.id || ':visit' AS key,
        CASE enrolment.state WHEN 'lost' THEN 'find_lost' ELSE 'visit_' || enrolment.programme END AS kind,
        enrolment.resident_id, enrolment.team_id, enrolment.region_code, enrolment.id AS subject_id,
        COALESCE(enrolment.from_on, enrolment.enrolled_on) AS from_on,
        COALESCE(enrolment.to_on, enrolment.enrolled_on) AS due_on,
        enrolment.programme, enrolment.risk, enrolment.remind_on
    FROM care_enrolment AS enrolment
    WHERE enrolment.state = 'lost' OR enrolment.state = 'active' AND enrolment.due_on IS NOT NULL
"""
RETURNS = """
    SELECT 'record:' || record.id || ':referral_return' AS key, 'referral_return' AS kind, record.resident_id,
        record.team_id, record.region_code, record.id AS subject_id, record.visit_on AS from_on,
        record.return_due_on AS due_on
    FROM care_record AS record
    WHERE record.state = 'current' AND record.return_due_on IS NOT NULL AND record.returned_on IS NULL
"""


def programme_visits() -> str:
    """The next visit of everybody in a programme, from the first day of its window to the last; or to find the lost."""
    return VISITS


def referral_returns() -> str:
    """Referrals of which somebody has to see within days what came of them."""
    return RETURNS
