"""Activities and meetings with who attended and what was kept; what teams write of their months and years."""

from .activity import Activity, Attendance
from .campaign import Campaign
from .file import KeptFile
from .meeting import Meeting, Participant
from .month import MonthSummary
from .plan import PlanDuty, WorkPlan
from .statement import PopulationStatement

__all__ = [
    "Activity",
    "Attendance",
    "Campaign",
    "KeptFile",
    "Meeting",
    "MonthSummary",
    "Participant",
    "PlanDuty",
    "PopulationStatement",
    "WorkPlan",
]
