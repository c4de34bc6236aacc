"""Activities and meetings with who attended and what was kept of them; the summaries of teams' months."""

from .activity import Activity, Attendance
from .file import KeptFile
from .meeting import Meeting, Participant
from .month import MonthSummary

__all__ = ["Activity", "Attendance", "KeptFile", "Meeting", "MonthSummary", "Participant"]
