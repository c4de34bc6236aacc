"""Communities and a kindergarten's day in words."""

from .agreements import agreement_paper, agreement_words, number_words
from .daily import due_rows, frail_rows, incident_rows, medicine_rows, sample_rows
from .meals import menu_table
from .months import month_cards, month_tables
from .morning import absence_rows, check_rows, class_rows, focus_words, step_words
from .places import COMMUNITY_COLUMNS, about, community_list, community_row, member_rows

__all__ = [
    "COMMUNITY_COLUMNS",
    "about",
    "absence_rows",
    "agreement_paper",
    "agreement_words",
    "check_rows",
    "class_rows",
    "community_list",
    "community_row",
    "due_rows",
    "focus_words",
    "frail_rows",
    "incident_rows",
    "medicine_rows",
    "member_rows",
    "menu_table",
    "month_cards",
    "month_tables",
    "number_words",
    "sample_rows",
    "step_words",
]
