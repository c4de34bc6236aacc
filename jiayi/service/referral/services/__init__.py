"""Writes of the referral room: keyword-only, one transaction each, audit inside."""

from .answering import accept, arrive, miss, redirect, reject, schedule, treat
from .approving import approve, refuse
from .booking import book_slot
from .drafting import change_draft, draft_down, draft_referral
from .files import add_file, remove_file
from .following import close_referrals_of, follow_moved_resident, point_referrals_back, repoint_referrals
from .returning import close, follow_up, mark_plan_done, propose_return, take_back
from .sending import cancel, complete, send_referral, submit
from .supervising import agree_partner, correct_case, draw_cases, judge_case
from .turning import Turned, turn_day
from .watching import answer_warning, watch_rates

__all__ = [
    "Turned",
    "accept",
    "add_file",
    "agree_partner",
    "answer_warning",
    "approve",
    "arrive",
    "book_slot",
    "cancel",
    "change_draft",
    "close",
    "close_referrals_of",
    "complete",
    "correct_case",
    "draft_down",
    "draft_referral",
    "draw_cases",
    "follow_moved_resident",
    "follow_up",
    "judge_case",
    "mark_plan_done",
    "miss",
    "point_referrals_back",
    "propose_return",
    "redirect",
    "refuse",
    "reject",
    "remove_file",
    "repoint_referrals",
    "schedule",
    "send_referral",
    "submit",
    "take_back",
    "treat",
    "turn_day",
    "watch_rates",
]
