"""The forms of activities, attendance, files and months."""

from .activities import ActivityForm, CancelForm, HoldForm, ReopenForm, values_of
from .attending import AttendForm, FindForm
from .files import FileForm
from .meetings import CancelMeetingForm, HoldMeetingForm, MeetingForm, meeting_values
from .months import SummaryForm

__all__ = [
    "ActivityForm",
    "AttendForm",
    "CancelForm",
    "CancelMeetingForm",
    "FileForm",
    "FindForm",
    "HoldForm",
    "HoldMeetingForm",
    "MeetingForm",
    "ReopenForm",
    "SummaryForm",
    "meeting_values",
    "values_of",
]
