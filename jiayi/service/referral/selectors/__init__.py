"""Reads of this room; the viewer comes first."""

from .files import file_for, files_of
from .filling import criteria_on_offer, first_values, receivers, senders, slot_options
from .judging import advice_for, clocks_for, judge_path, judge_return
from .referrals import (
    acts_open_to,
    approvals,
    by_clock,
    has_restricted_view,
    of_resident,
    of_side,
    only_open,
    open_by_step,
    plan_of,
    referral_for,
    referral_to_approve,
    referrals,
    reply_of,
    steps_of,
)

__all__ = [
    "acts_open_to",
    "advice_for",
    "approvals",
    "by_clock",
    "clocks_for",
    "criteria_on_offer",
    "file_for",
    "files_of",
    "first_values",
    "has_restricted_view",
    "judge_path",
    "judge_return",
    "of_resident",
    "of_side",
    "only_open",
    "open_by_step",
    "plan_of",
    "receivers",
    "referral_for",
    "referral_to_approve",
    "referrals",
    "reply_of",
    "senders",
    "slot_options",
    "steps_of",
]
