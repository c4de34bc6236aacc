"""Activities and months in words."""

from .activities import ACTIVITY_COLUMNS, activity_list, activity_page, activity_row
from .attending import attendance_rows, found_rows, sheet_data
from .files import file_rows
from .months import MONTH_COLUMNS, month_choices, month_list, month_page, month_row, overview_cards, paper_data

__all__ = [
    "ACTIVITY_COLUMNS",
    "MONTH_COLUMNS",
    "activity_list",
    "activity_page",
    "activity_row",
    "attendance_rows",
    "file_rows",
    "found_rows",
    "month_choices",
    "month_list",
    "month_page",
    "month_row",
    "overview_cards",
    "paper_data",
    "sheet_data",
]
