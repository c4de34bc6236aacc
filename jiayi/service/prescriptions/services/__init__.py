"""Writes of long-term prescriptions."""

from .aftercare import check_box, open_service, report_reaction, send_reaction, tell_policy
from .auditing import answer_query, audit_prescription
from .claiming import InsurerExchange, take_insurers_answers, tell_insurer
from .dispensing import confirm_receipt, dispense
from .drafting import draft_prescription, set_aside_draft
from .exchanging import Exchange, Folder, take_pharmacies_messages
from .following import (
    follow_agreements,
    follow_moved_resident,
    follow_records,
    point_prescriptions_back,
    repoint_prescriptions,
    unfollow_records,
)
from .formulary import keep_drugs, take_formulary, try_formulary, undo_formulary
from .issuing import amend_prescription, issue_prescription
from .returning import take_back
from .stocking import adjust_stock, receive_stock, set_minimum, write_off_stock
from .stopping import hold_prescriptions, resume_prescription, stop_prescription
from .supplying import ask_supply, cancel_supply, decline_supply, receive_supply, send_supply
from .triggering import end_prescriptions_of, follow_admissions, follow_group, follow_value
from .turning import TurnedDay, turn_day

__all__ = [
    "InsurerExchange",
    "take_insurers_answers",
    "tell_insurer",
    "Exchange",
    "Folder",
    "take_pharmacies_messages",
    "keep_drugs",
    "take_formulary",
    "try_formulary",
    "undo_formulary",
    "check_box",
    "open_service",
    "report_reaction",
    "send_reaction",
    "tell_policy",
    "ask_supply",
    "cancel_supply",
    "decline_supply",
    "receive_supply",
    "send_supply",
    "TurnedDay",
    "adjust_stock",
    "amend_prescription",
    "answer_query",
    "audit_prescription",
    "confirm_receipt",
    "dispense",
    "draft_prescription",
    "end_prescriptions_of",
    "follow_admissions",
    "follow_agreements",
    "follow_group",
    "follow_moved_resident",
    "follow_records",
    "follow_value",
    "hold_prescriptions",
    "issue_prescription",
    "point_prescriptions_back",
    "receive_stock",
    "repoint_prescriptions",
    "resume_prescription",
    "set_aside_draft",
    "set_minimum",
    "stop_prescription",
    "take_back",
    "turn_day",
    "unfollow_records",
    "write_off_stock",
]
