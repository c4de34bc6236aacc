"""Writes of long-term prescriptions."""

from .auditing import answer_query, audit_prescription
from .dispensing import confirm_receipt, dispense
from .issuing import amend_prescription, issue_prescription
from .returning import take_back
from .stocking import adjust_stock, receive_stock, set_minimum, write_off_stock
from .stopping import hold_prescriptions, resume_prescription, stop_prescription

__all__ = [
    "adjust_stock",
    "amend_prescription",
    "answer_query",
    "audit_prescription",
    "confirm_receipt",
    "dispense",
    "hold_prescriptions",
    "issue_prescription",
    "receive_stock",
    "resume_prescription",
    "set_minimum",
    "stop_prescription",
    "take_back",
    "write_off_stock",
]
