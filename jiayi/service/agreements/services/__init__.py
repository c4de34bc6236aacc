"""Writes of the agreements room: keyword-only, one transaction each, audit inside."""

from .ending import (
    end_agreements,
    end_agreements_of_dead,
    end_agreements_of_moved,
    move_agreements,
    reopen_agreements,
)
from .merging import point_agreements_back, repoint_agreements
from .reconciling import LoadDifference, reconcile_loads
from .refusals import record_refusal, withdraw_refusal
from .settling import expire, start_scheduled
from .signing import sign_agreement
from .staffing import Succession, area_successions, end_agreements_of_team, hand_over_agreements
from .steps import give_notice, mark_record_opened, record_objection, tell_service_list
from .terminating import terminate_agreement, void_agreement

__all__ = [
    "LoadDifference",
    "Succession",
    "area_successions",
    "end_agreements",
    "end_agreements_of_dead",
    "end_agreements_of_moved",
    "end_agreements_of_team",
    "expire",
    "give_notice",
    "hand_over_agreements",
    "mark_record_opened",
    "move_agreements",
    "point_agreements_back",
    "reconcile_loads",
    "record_objection",
    "record_refusal",
    "reopen_agreements",
    "repoint_agreements",
    "sign_agreement",
    "start_scheduled",
    "tell_service_list",
    "terminate_agreement",
    "void_agreement",
    "withdraw_refusal",
]
