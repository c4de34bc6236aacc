"""Activities, meetings, months and plans in words."""

from .activities import ACTIVITY_COLUMNS, activity_list, activity_page, activity_row
from .attending import attendance_rows, found_rows, sheet_data
from .campaigns import CAMPAIGN_COLUMNS, campaign_list, campaign_paper, campaign_places, campaign_row
from .files import file_rows
from .goals import GOAL_COLUMNS, goal_list, goal_row
from .health_workers import HEALTH_WORKER_COLUMNS, health_worker_cards, health_worker_list, health_worker_rows
from .meetings import MEETING_COLUMNS, meeting_list, meeting_page, meeting_row
from .months import MONTH_COLUMNS, month_choices, month_list, month_page, month_row, overview_cards, paper_data
from .plans import PLAN_COLUMNS, duty_rows, milestone_rows, plan_list, plan_paper, plan_row
from .statements import STATEMENT_COLUMNS, statement_lines, statement_list, statement_rows

__all__ = [
    "ACTIVITY_COLUMNS",
    "CAMPAIGN_COLUMNS",
    "GOAL_COLUMNS",
    "HEALTH_WORKER_COLUMNS",
    "MEETING_COLUMNS",
    "MONTH_COLUMNS",
    "PLAN_COLUMNS",
    "STATEMENT_COLUMNS",
    "activity_list",
    "activity_page",
    "activity_row",
    "attendance_rows",
    "campaign_list",
    "campaign_paper",
    "campaign_places",
    "campaign_row",
    "duty_rows",
    "file_rows",
    "found_rows",
    "goal_list",
    "goal_row",
    "health_worker_cards",
    "health_worker_list",
    "health_worker_rows",
    "meeting_list",
    "meeting_page",
    "meeting_row",
    "milestone_rows",
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
    "statement_lines",
    "statement_list",
    "statement_rows",
]
