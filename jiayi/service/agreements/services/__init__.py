"""Writes of the agreements room: keyword-only, one transaction each, audit inside."""

from .batches import delete_old_workbooks
from .changing import change_packages
from .codes import send_code, sign_by_code
from .ending import (
    end_agreements,
    end_agreements_of_dead,
    end_agreements_of_moved,
    move_agreements,
    reopen_agreements,
)
from .evidence import add_evidence, sign_drawn
from .lapsing import lapse_unsigned
from .merging import point_agreements_back, repoint_agreements
from .preparing import (
    confirm_agreement,
    offer_agreement,
    prepare_agreement,
    withdraw_agreement,
)
from .printing import delete_old_printouts, mark_printed
from .reassigning import (
    follow_merged_institutions,
    follow_merged_teams,
    follow_merged_villages,
    follow_split_team,
    notify_households,
    undo_reassignment,
)
from .reconciling import LoadDifference, reconcile_loads
from .refusals import record_refusal, withdraw_refusal
from .sessions import close_session, open_session, put_off_entry, refuse_entry, sign_entry
from .settling import DayTurned, end_terms, expire, start_scheduled, turn_day
from .signing import sign_agreement
from .staffing import Succession, area_successions, end_agreements_of_team, hand_over_agreements
from .steps import give_notice, mark_record_opened, record_objection, tell_service_list
from .suspending import resume_agreement, resume_expected, suspend_agreement
from .terminating import terminate_agreement, void_agreement
from .visiting import give_to_sign

__all__ = [
    "DayTurned",
    "LoadDifference",
    "Succession",
    "add_evidence",
    "area_successions",
    "change_packages",
    "close_session",
    "confirm_agreement",
    "delete_old_printouts",
    "delete_old_workbooks",
    "end_agreements",
    "end_agreements_of_dead",
    "end_agreements_of_moved",
    "end_agreements_of_team",
    "end_terms",
    "expire",
    "follow_merged_institutions",
    "follow_merged_teams",
    "follow_merged_villages",
    "follow_split_team",
    "notify_households",
    "give_notice",
    "give_to_sign",
    "hand_over_agreements",
    "lapse_unsigned",
    "mark_printed",
    "mark_record_opened",
    "move_agreements",
    "offer_agreement",
    "open_session",
    "point_agreements_back",
    "prepare_agreement",
    "put_off_entry",
    "reconcile_loads",
    "record_objection",
    "record_refusal",
    "refuse_entry",
    "reopen_agreements",
    "repoint_agreements",
    "resume_agreement",
    "resume_expected",
    "send_code",
    "sign_agreement",
    "sign_by_code",
    "sign_drawn",
    "sign_entry",
    "start_scheduled",
    "suspend_agreement",
    "tell_service_list",
    "terminate_agreement",
    "turn_day",
    "undo_reassignment",
    "void_agreement",
    "withdraw_agreement",
    "withdraw_refusal",
]
