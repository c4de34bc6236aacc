"""Tables of assurance."""

from .audit import AuditItem, AuditRound, FieldCheck
from .finding import Evidence, Finding
from .interview import Call, InterviewCase, InterviewSample

__all__ = [
    "AuditItem",
    "AuditRound",
    "Call",
    "Evidence",
    "FieldCheck",
    "Finding",
    "InterviewCase",
    "InterviewSample",
]
