"""Reads of this room; the viewer comes first."""

from .files import file_for, files_of
from .filling import criteria_on_offer, first_values, receivers, senders, slot_options
from .guide import catalogue, county_of, guide, place_of
from .judging import advice_for, clocks_for, judge_path, judge_return
from .rates import RateRow, loop_of, open_by_step_and_time, rates, warning_for, warnings
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
from .supervision import case_for, cases, partners, quality, required_institutions, to_sample

__all__ = [
    "RateRow",
    "acts_open_to",
    "advice_for",
    "approvals",
    "by_clock",
    "case_for",
    "cases",
    "catalogue",
    "clocks_for",
    "county_of",
    "criteria_on_offer",
    "file_for",
    "files_of",
    "first_values",
    "guide",
    "has_restricted_view",
    "judge_path",
    "judge_return",
    "loop_of",
    "of_resident",
    "of_side",
    "only_open",
    "open_by_step",
    "open_by_step_and_time",
    "partners",
    "place_of",
    "plan_of",
    "quality",
    "rates",
    "receivers",
    "referral_for",
    "referral_to_approve",
    "referrals",
    "reply_of",
    "required_institutions",
    "senders",
    "slot_options",
    "steps_of",
    "to_sample",
    "warning_for",
    "warnings",
]
