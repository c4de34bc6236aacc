"""Reads of assurance; the viewer comes first."""

from .findings import (
    concerns,
    counts_by_detector,
    evidence,
    finding_for,
    findings,
    may_see_findings,
    tally,
    things_in_reach,
)

__all__ = [
    "concerns",
    "counts_by_detector",
    "evidence",
    "finding_for",
    "findings",
    "may_see_findings",
    "tally",
    "things_in_reach",
]
