"""Admissions to hospital, as a query for the rooms that look at work as a whole."""

_ADMISSIONS = """
    SELECT resident_id, visit_on AS "on", discharged_on, institution_name, diagnosis
    FROM insurance_insuredvisit WHERE kind = 'inpatient'
"""


def admissions() -> str:
    """Of whom an admission was reported: resident_id, on, discharged_on, institution_name, diagnosis."""
    return _ADMISSIONS
