"""Reads of this room; the viewer comes first."""

from .bookings import booking_for, bookings_of, bookings_of_resident, bookings_on
from .judging import judge_booking, release_of
from .public import public_sessions
from .schedules import schedule_for, schedules, sessions_to_decide, team_members, teams_to_plan, villages_to_plan
from .sessions import (
    attendance_of,
    homes_of,
    session_for,
    sessions,
    sessions_to_book,
    suggested,
    tasks_of,
)
from .statistics import MonthCount, monthly_counts, villages_reached

__all__ = [
    "MonthCount",
    "attendance_of",
    "booking_for",
    "bookings_of",
    "bookings_of_resident",
    "bookings_on",
    "homes_of",
    "judge_booking",
    "monthly_counts",
    "public_sessions",
    "release_of",
    "schedule_for",
    "schedules",
    "session_for",
    "sessions",
    "sessions_to_book",
    "sessions_to_decide",
    "suggested",
    "tasks_of",
    "team_members",
    "teams_to_plan",
    "villages_reached",
    "villages_to_plan",
]
