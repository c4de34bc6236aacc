"""Reads of this room; the viewer comes first."""

from .bed_days import BedMonth, bed_months
from .bookings import booking_for, bookings_of, bookings_of_resident, bookings_on
from .judging import judge_booking, release_of
from .own_slots import own_limit, slots_of_resident, slots_on_offer
from .primary_use import PrimaryUse, primary_use
from .priority import goes_first
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
from .slots import (
    booking_of_slot,
    bookings_of_slot,
    coming_slots,
    free_slots,
    release_of_slot,
    resource_for,
    resources,
    slot_for,
    slot_of_subject,
    slots_of,
    wishes,
)
from .statistics import MonthCount, monthly_counts, villages_reached

__all__ = [
    "goes_first",
    "BedMonth",
    "PrimaryUse",
    "bed_months",
    "MonthCount",
    "attendance_of",
    "booking_for",
    "booking_of_slot",
    "bookings_of",
    "bookings_of_resident",
    "bookings_of_slot",
    "bookings_on",
    "coming_slots",
    "free_slots",
    "homes_of",
    "judge_booking",
    "monthly_counts",
    "own_limit",
    "primary_use",
    "public_sessions",
    "slots_of_resident",
    "slots_on_offer",
    "release_of",
    "release_of_slot",
    "resource_for",
    "resources",
    "schedule_for",
    "schedules",
    "session_for",
    "sessions",
    "sessions_to_book",
    "sessions_to_decide",
    "slot_for",
    "slot_of_subject",
    "slots_of",
    "suggested",
    "tasks_of",
    "team_members",
    "teams_to_plan",
    "villages_reached",
    "villages_to_plan",
    "wishes",
]
