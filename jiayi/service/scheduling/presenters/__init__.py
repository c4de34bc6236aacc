"""Schedules, sessions and bookings in words."""

from .bed_days import BED_COLUMNS, bed_list, bed_row, bed_totals
from .booking import choice_rows, found_rows, resident_rows
from .page import session_page, sessions_cards
from .schedules import SCHEDULE_COLUMNS, days_in_words, schedule_list, schedule_page, schedule_row
from .sessions import SESSION_COLUMNS, session_list, session_row, usual_query
from .sheet import sheet_data, slot_sheet
from .statistics import (
    COUNT_COLUMNS,
    VILLAGE_COLUMNS,
    count_chart,
    count_list,
    count_row,
    totals,
    village_list,
    village_row,
)

__all__ = [
    "BED_COLUMNS",
    "bed_list",
    "bed_row",
    "bed_totals",
    "slot_sheet",
    "COUNT_COLUMNS",
    "SCHEDULE_COLUMNS",
    "SESSION_COLUMNS",
    "VILLAGE_COLUMNS",
    "choice_rows",
    "count_chart",
    "count_list",
    "count_row",
    "days_in_words",
    "found_rows",
    "resident_rows",
    "schedule_list",
    "schedule_page",
    "schedule_row",
    "session_list",
    "session_page",
    "session_row",
    "sessions_cards",
    "sheet_data",
    "totals",
    "usual_query",
    "village_list",
    "village_row",
]
