"""Tables of care."""

from .enrolment import ContactAttempt, Enrolment
from .observation import Observation
from .record import Draft, Record, RecordVersion

__all__ = ["ContactAttempt", "Draft", "Enrolment", "Observation", "Record", "RecordVersion"]
