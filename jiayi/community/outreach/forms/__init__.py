"""The forms of activities, attendance, files, months and plans."""

from .activities import ActivityForm, CancelForm, HoldForm, ReopenForm, values_of
from .attending import AttendForm, FindForm
from .files import FileForm
from .meetings import CancelMeetingForm, HoldMeetingForm, MeetingForm, meeting_values
from .months import SummaryForm
from .plans import DutyForm, PlanForm, plan_values

__all__ = [
    "ActivityForm",
    "AttendForm",
    "CancelForm",
    "CancelMeetingForm",
    "DutyForm",
    "FileForm",
    "FindForm",
    "HoldForm",
    "HoldMeetingForm",
    "MeetingForm",
    "PlanForm",
    "ReopenForm",
    "SummaryForm",
    "meeting_values",
    "plan_values",
    "values_of",
]
