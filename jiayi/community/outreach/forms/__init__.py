"""The forms of activities, attendance, files, months and plans."""

from .activities import ActivityForm, CancelForm, HoldForm, ReopenForm, values_of
from .attending import AttendForm, FindForm
from .campaigns import CampaignForm, VerdictForm, campaign_values
from .files import FileForm
from .meetings import CancelMeetingForm, HoldMeetingForm, MeetingForm, meeting_values
from .months import SummaryForm
from .plans import DutyForm, PlanForm, ReviewForm, plan_values
from .statements import StatementForm

__all__ = [
    "ActivityForm",
    "AttendForm",
    "CampaignForm",
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
    "ReviewForm",
    "StatementForm",
    "SummaryForm",
    "VerdictForm",
    "campaign_values",
    "meeting_values",
    "plan_values",
    "values_of",
]
