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


# The expert sits at the county: the task stands there, what was returned stands with the team again.
REVIEWS = """
    SELECT 'plan_review:' || review.id AS key,
        CASE review.state WHEN 'waiting' THEN 'review_plan' ELSE 'revise_plan' END AS kind, record.resident_id,
        CASE review.state WHEN 'waiting' THEN NULL ELSE record.team_id END AS team_id,
        CASE review.state WHEN 'waiting' THEN left(record.region_code, 6) ELSE record.region_code END AS region_code,
        record.id AS subject_id,
        CASE review.state WHEN 'waiting' THEN review.asked_on ELSE review.decided_on END AS from_on,
        CASE review.state WHEN 'waiting' THEN review.asked_on ELSE review.decided_on END AS due_on
    FROM care_planreview AS review
    JOIN care_record AS record ON record.id = review.record_id AND record.version = review.version
    WHERE record.state = 'current' AND review.state IN ('waiting', 'returned')
"""
# The answer is the asked institution's: the task stands where it does. What was answered is read at home.
CONSULTATIONS = """
    SELECT 'consultation:' || asked.id AS key,
        CASE WHEN asked.state IN ('asked', 'taken') THEN 'consultation_answer' ELSE 'consultation_read' END AS kind,
        asked.resident_id,
        CASE WHEN asked.state IN ('asked', 'taken') THEN NULL ELSE asked.team_id END AS team_id,
        CASE WHEN asked.state IN ('asked', 'taken') THEN place.region_id ELSE asked.region_code END AS region_code,
        asked.id AS subject_id,
        (asked.asked_at AT TIME ZONE 'Asia/Shanghai')::date AS from_on,
        (CASE WHEN asked.state IN ('asked', 'taken') THEN coalesce(asked.answer_due_at, asked.asked_at)
            ELSE coalesce(asked.answered_at, asked.asked_at) END AT TIME ZONE 'Asia/Shanghai')::date AS due_on
    FROM care_consultation AS asked
    INNER JOIN organization_institution AS place ON place.id = asked.to_institution_id
    WHERE asked.state IN ('asked', 'taken', 'answered', 'declined')
"""
# A value from home waits for the team until it is answered.
HOME_READINGS = """
    SELECT 'home_alert:' || alert.id AS key, 'home_reading' AS kind, alert.resident_id, alert.team_id,
        alert.region_code, alert.id AS subject_id, alert.opened_on AS from_on, alert.due_on
    FROM care_homealert AS alert
    WHERE alert.answered_on IS NULL
"""


def home_readings() -> str:
    """Abnormal values measured at home that nobody has answered."""
    return HOME_READINGS


def plan_reviews() -> str:
    """Health plans before the expert, and those that the expert gave back to be revised."""
    return REVIEWS


def programme_visits() -> str:
    """The next visit of everybody in a programme, from the first day of its window to the last; or to find the lost."""
    return VISITS


def referral_returns() -> str:
    """Referrals of which somebody has to see within days what came of them."""
    return RETURNS


def consultations() -> str:
    """Questions to be answered by their clock; answers and refusals to be read by who asked."""
    return CONSULTATIONS
