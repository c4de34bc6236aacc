"""Referrals in words."""

from .lists import COLUMNS, approval_list, referral_list, referral_row, step_cards, usual_query
from .page import approval_page, referral_page
from .papers import paper_data, return_data

__all__ = [
    "COLUMNS",
    "approval_list",
    "approval_page",
    "paper_data",
    "referral_list",
    "referral_page",
    "referral_row",
    "return_data",
    "step_cards",
    "usual_query",
]
