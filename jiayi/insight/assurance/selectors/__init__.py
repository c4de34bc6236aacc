"""Reads of assurance; the viewer comes first."""

from .audits import audit_for, audit_item_for, audit_items, audits, values_of
from .findings import (
    accountability,
    concerns,
    counts_by_detector,
    evidence,
    finding_for,
    findings,
    may_see_findings,
    tally,
    things_in_reach,
)
from .interviews import TeamRate, case_for, interview_cases, rates, sample_for, samples

__all__ = [
    "TeamRate",
    "accountability",
    "audit_for",
    "audit_item_for",
    "audit_items",
    "audits",
    "case_for",
    "interview_cases",
    "concerns",
    "counts_by_detector",
    "evidence",
    "finding_for",
    "findings",
    "may_see_findings",
    "rates",
    "sample_for",
    "samples",
    "tally",
    "things_in_reach",
    "values_of",
]
