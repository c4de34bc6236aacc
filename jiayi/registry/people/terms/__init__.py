"""The words of this room: states, kinds, code lists, and the facts of a resident that other rooms take."""

from .codes import (
    DWELLING,
    BloodType,
    Education,
    EmploymentKind,
    Ethnicity,
    MaritalStatus,
    Occupation,
    PaymentKind,
    RelationToHead,
    RhFactor,
)
from .facts import RelationToOpen, ResidentFacts
from .grouping import GroupNorms, age_in_months, group_norms
from .roster import BatchStatus
from .states import (
    DocumentKind,
    GroupSource,
    LookupReason,
    PlaceKind,
    Purpose,
    ResidenceKind,
    ResidentStatus,
    StayReason,
)

__all__ = [
    "DWELLING",
    "BatchStatus",
    "BloodType",
    "DocumentKind",
    "Education",
    "EmploymentKind",
    "Ethnicity",
    "GroupNorms",
    "GroupSource",
    "LookupReason",
    "MaritalStatus",
    "Occupation",
    "PaymentKind",
    "PlaceKind",
    "Purpose",
    "RelationToHead",
    "RelationToOpen",
    "ResidenceKind",
    "ResidentFacts",
    "ResidentStatus",
    "RhFactor",
    "StayReason",
    "age_in_months",
    "group_norms",
]
