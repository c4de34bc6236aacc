"""The decisions of care (care.*); importing this registers them."""

from jiayi.service.care.decisions import (
    ascvd,
    constitution,
    diabetes,
    diabetes_risk,
    elderly,
    growth,
    home_readings,
    hypertension,
    long_term_care,
    mental,
    needs,
    norms,
    programme,
    recognition,
    stratification,
    visits,
)

__all__ = [
    "ascvd",
    "constitution",
    "diabetes",
    "diabetes_risk",
    "elderly",
    "growth",
    "home_readings",
    "hypertension",
    "long_term_care",
    "mental",
    "needs",
    "norms",
    "programme",
    "recognition",
    "stratification",
    "visits",
]
