"""Writes of care."""

from .batches import delete_old_workbooks
from .consultations import (
    add_consultation_file,
    answer_consultation,
    ask_again,
    ask_consultation,
    close_consultation,
    decline_consultation,
    take_consultation,
    withdraw_consultation,
)
from .contacting import record_attempt, take_back
from .correcting import correct_record, correct_visit, void_record
from .drafting import drop_draft, save_draft
from .enrolling import close_enrolment, enrol, enrol_due
from .examining import ask_examination, require_asked
from .following import (
    end_enrolments_of,
    follow_moved_resident,
    point_records_back,
    reopen_enrolments_of,
    repoint_records,
)
from .importing import import_records
from .observing import observe
from .planning import review_plan
from .proving import add_proof
from .returning import note_return
from .saving import save_record, save_visit
from .scheduling import reschedule
from .sharing import share_result, withdraw_result
from .surveying import save_survey
from .turning import TurnedDay, turn_day
from .undoing import preview_undo, undo_import
from .watching import answer_alert

__all__ = [
    "answer_alert",
    "add_consultation_file",
    "answer_consultation",
    "ask_again",
    "ask_examination",
    "require_asked",
    "ask_consultation",
    "close_consultation",
    "decline_consultation",
    "take_consultation",
    "withdraw_consultation",
    "TurnedDay",
    "import_records",
    "undo_import",
    "add_proof",
    "close_enrolment",
    "correct_record",
    "correct_visit",
    "delete_old_workbooks",
    "drop_draft",
    "end_enrolments_of",
    "enrol",
    "enrol_due",
    "follow_moved_resident",
    "note_return",
    "point_records_back",
    "reopen_enrolments_of",
    "observe",
    "preview_undo",
    "record_attempt",
    "repoint_records",
    "reschedule",
    "save_draft",
    "review_plan",
    "save_record",
    "save_visit",
    "save_survey",
    "share_result",
    "take_back",
    "turn_day",
    "void_record",
    "withdraw_result",
]
