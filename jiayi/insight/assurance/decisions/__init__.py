"""Decisions of assurance: what is a finding, what an audited record comes to, what a re-interview shows."""

from . import audits, findings, interviews

__all__ = ["audits", "findings", "interviews"]
