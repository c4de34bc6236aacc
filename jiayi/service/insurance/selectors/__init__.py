"""Reads of this room."""

from .admissions import admissions
from .comparing import estimate, ways
from .episodes import deductible_paid, payments_of
from .rates import (
    InstitutionCount,
    Share,
    average_stays,
    in_county_share,
    primary_share,
    visits_by_institution,
)
from .visits import batch_for, batches, repeat_visits, skipped_first_contact, visits

__all__ = [
    "InstitutionCount",
    "Share",
    "admissions",
    "average_stays",
    "batch_for",
    "batches",
    "deductible_paid",
    "estimate",
    "in_county_share",
    "payments_of",
    "primary_share",
    "repeat_visits",
    "skipped_first_contact",
    "visits",
    "visits_by_institution",
    "ways",
]
