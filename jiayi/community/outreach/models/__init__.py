"""Activities and meetings with who attended and what was kept; what teams write of their months and years."""

from .activity import Activity, Attendance
from .file import KeptFile
from .meeting import Meeting, Participant
from .month import MonthSummary
from .plan import PlanDuty, WorkPlan

__all__ = [
    "Activity",
    "Attendance",
    "KeptFile",
    "Meeting",
    "MonthSummary",
    "Participant",
    "PlanDuty",
    "WorkPlan",
]
