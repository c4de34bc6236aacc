"""Tables of care."""

from .alert import HomeAlert
from .batch import RecordBatch
from .consultation import Consultation, ConsultationFile, ConsultationStep
from .enrolment import ContactAttempt, Enrolment
from .examination import Examination
from .observation import Observation
from .proof import Proof
from .record import Draft, Record, RecordVersion
from .review import PlanReview
from .shared_result import SharedResult
from .survey import VillageSurvey

__all__ = [
    "Consultation",
    "ConsultationFile",
    "ConsultationStep",
    "ContactAttempt",
    "Draft",
    "Enrolment",
    "Examination",
    "HomeAlert",
    "Observation",
    "PlanReview",
    "Proof",
    "Record",
    "RecordBatch",
    "RecordVersion",
    "SharedResult",
    "VillageSurvey",
]
