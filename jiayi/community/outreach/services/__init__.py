"""Writes of this room: keyword-only, one transaction each, audit inside."""

from .activities import (
    archive_activity,
    cancel_activity,
    change_activity,
    hold_activity,
    plan_activity,
    reopen_activity,
)
from .attending import enter_attendance, point_attendance_back, remove_attendance, repoint_attendance
from .campaigns import change_campaign, circulate_campaign, plan_campaign
from .files import add_file, remove_file
from .meetings import cancel_meeting, change_meeting, hold_meeting, plan_meeting
from .months import write_summary
from .plans import do_plan_duty, review_plan, write_plan
from .statements import enter_statement

__all__ = [
    "add_file",
    "archive_activity",
    "cancel_activity",
    "cancel_meeting",
    "change_activity",
    "change_campaign",
    "change_meeting",
    "circulate_campaign",
    "do_plan_duty",
    "enter_attendance",
    "enter_statement",
    "hold_activity",
    "hold_meeting",
    "plan_activity",
    "plan_campaign",
    "plan_meeting",
    "point_attendance_back",
    "remove_attendance",
    "remove_file",
    "reopen_activity",
    "repoint_attendance",
    "review_plan",
    "write_plan",
    "write_summary",
]
