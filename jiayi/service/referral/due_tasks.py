"""Which tasks referrals make due: one query each, the only statement of it (config/task_sources.py)."""

_COLUMNS = "referral.resident_id, referral.team_id, referral.region_code, referral.id AS subject_id"
# The answer is the receiver's: the task stands where the receiving institution does.
ANSWERS = """
    SELECT 'referral:' || referral.id || ':answer' AS key, 'referral_answer' AS kind, referral.resident_id,
        NULL::uuid AS team_id, place.region_id AS region_code, referral.id AS subject_id,
        (referral.submitted_at AT TIME ZONE 'Asia/Shanghai')::date AS from_on,
        (referral.answer_due_at AT TIME ZONE 'Asia/Shanghai')::date AS due_on
    FROM referral_referral AS referral
    INNER JOIN organization_institution AS place ON place.id = referral.to_institution_id
    WHERE referral.state = 'submitted'
"""
ARRIVALS = f"""
    SELECT 'referral:' || referral.id || ':arrival' AS key, 'referral_arrival' AS kind, {_COLUMNS},
        referral.accepted_on AS from_on, greatest(referral.arrive_by, referral.accepted_on) AS due_on
    FROM referral_referral AS referral WHERE referral.state IN ('accepted', 'scheduled')
"""
ABSENCES = f"""
    SELECT 'referral:' || referral.id || ':absence' AS key, 'referral_absence' AS kind, {_COLUMNS},
        least(referral.arrive_by, referral.expires_on) AS from_on, referral.expires_on AS due_on
    FROM referral_referral AS referral WHERE referral.state = 'no_show'
"""
COMPLETIONS = f"""
    SELECT 'referral:' || referral.id || ':completion' AS key, 'referral_completion' AS kind, {_COLUMNS},
        (referral.submitted_at AT TIME ZONE 'Asia/Shanghai')::date AS from_on, referral.complete_by AS due_on
    FROM referral_referral AS referral
    WHERE referral.complete_by IS NOT NULL AND referral.completed_on IS NULL
        AND referral.state NOT IN ('draft', 'closed', 'refused', 'rejected', 'cancelled', 'expired')
"""
HOMECOMINGS = f"""
    SELECT 'referral:' || referral.id || ':home' AS key, 'referral_home' AS kind, {_COLUMNS},
        referral.return_on AS from_on, referral.home_by AS due_on
    FROM referral_referral AS referral
    WHERE referral.state = 'return_proposed'
"""
CHECKS = f"""
    SELECT 'referral:' || referral.id || ':check' AS key, 'referral_check' AS kind, {_COLUMNS},
        least(coalesce(referral.arrived_on, referral.return_on), referral.check_by) AS from_on,
        referral.check_by AS due_on
    FROM referral_referral AS referral
    WHERE referral.state = 'returned' OR referral.state = 'arrived' AND referral.direction = 'down'
"""
PLANS = f"""
    SELECT 'referral:' || referral.id || ':plan:' || item.id AS key, 'referral_plan' AS kind, {_COLUMNS},
        greatest(least(referral.return_on, item.due_on), item.due_on - 7) AS from_on, item.due_on AS due_on
    FROM referral_planitem AS item INNER JOIN referral_referral AS referral ON referral.id = item.referral_id
    WHERE item.done_on IS NULL AND referral.state NOT IN ('draft', 'refused', 'rejected', 'cancelled', 'expired')
"""

WARNINGS = """
    SELECT 'rate_warning:' || warning.id AS key, 'rate_warning' AS kind, NULL::uuid AS resident_id,
        NULL::uuid AS team_id, place.region_id AS region_code, warning.id AS subject_id,
        warning.opened_on AS from_on, warning.due_on AS due_on
    FROM referral_ratewarning AS warning
    INNER JOIN organization_institution AS place ON place.id = warning.institution_id
    WHERE warning.answered_on IS NULL
"""


def answers() -> str:
    """Referrals that wait for an answer, by the clock of their urgency."""
    return ANSWERS


def arrivals() -> str:
    """Whose arrival is awaited."""
    return ARRIVALS


def absences() -> str:
    """Who did not come and is to be asked."""
    return ABSENCES


def completions() -> str:
    """Emergencies whose papers are to be completed."""
    return COMPLETIONS


def homecomings() -> str:
    """Who comes home and is to be seen there within days."""
    return HOMECOMINGS


def checks() -> str:
    """Of whom somebody has to see within days what came of the referral."""
    return CHECKS


def plans() -> str:
    """What the plans for home ask to be done."""
    return PLANS


def warnings() -> str:
    """Institutions whose rate of up-referrals comes near its cap: the supervisor looks into it."""
    return WARNINGS


WARNING_SOURCES = (warnings,)
SOURCES = (answers, arrivals, absences, completions, homecomings, checks, plans)
