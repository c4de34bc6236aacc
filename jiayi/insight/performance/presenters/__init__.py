"""Scores and money in words."""

from .money import (
    amount_rows,
    fund_label,
    kind_label,
    measure_label,
    member_data,
    member_rows,
    share_rows,
    statement_data,
)
from .scores import (
    DIMENSION_WORDS,
    dimension_label,
    dimension_rows,
    judged,
    measure_rows,
    member_score_rows,
    role_label,
    state_of,
    unit_rows,
)

__all__ = [
    "DIMENSION_WORDS",
    "amount_rows",
    "dimension_label",
    "dimension_rows",
    "fund_label",
    "judged",
    "kind_label",
    "measure_label",
    "measure_rows",
    "member_data",
    "member_rows",
    "member_score_rows",
    "role_label",
    "share_rows",
    "state_of",
    "statement_data",
    "unit_rows",
]
