"""Activities, meetings, months and plans in words."""

from .activities import ACTIVITY_COLUMNS, activity_list, activity_page, activity_row
from .attending import attendance_rows, found_rows, sheet_data
from .files import file_rows
from .meetings import MEETING_COLUMNS, meeting_list, meeting_page, meeting_row
from .months import MONTH_COLUMNS, month_choices, month_list, month_page, month_row, overview_cards, paper_data
from .plans import PLAN_COLUMNS, duty_rows, plan_list, plan_paper, plan_row

__all__ = [
    "ACTIVITY_COLUMNS",
    "MEETING_COLUMNS",
    "MONTH_COLUMNS",
    "PLAN_COLUMNS",
    "activity_list",
    "activity_page",
    "activity_row",
    "attendance_rows",
    "duty_rows",
    "file_rows",
    "found_rows",
    "meeting_list",
    "meeting_page",
    "meeting_row",
    "month_choices",
    "month_list",
    "month_page",
    "month_row",
    "overview_cards",
    "paper_data",
    "plan_list",
    "plan_paper",
    "plan_row",
    "sheet_data",
]
