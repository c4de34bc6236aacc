"""Tables of care."""

from .batch import RecordBatch
from .enrolment import ContactAttempt, Enrolment
from .observation import Observation
from .proof import Proof
from .record import Draft, Record, RecordVersion
from .review import PlanReview

__all__ = [
    "ContactAttempt",
    "Draft",
    "Enrolment",
    "Observation",
    "PlanReview",
    "Proof",
    "Record",
    "RecordBatch",
    "RecordVersion",
]
