"""The forms of activities, attendance, files and months."""

from .activities import ActivityForm, CancelForm, HoldForm, ReopenForm, values_of
from .attending import AttendForm, FindForm
from .files import FileForm
from .months import SummaryForm

__all__ = [
    "ActivityForm",
    "AttendForm",
    "CancelForm",
    "FileForm",
    "FindForm",
    "HoldForm",
    "ReopenForm",
    "SummaryForm",
    "values_of",
]
