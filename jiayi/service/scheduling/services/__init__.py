"""Writes of the scheduling room: keyword-only, one transaction each, audit inside."""

from .attending import mark_came, mark_missed, put_back, walk_in
from .booking import book, book_household, cancel_booking, move_booking, remind
from .following import (
    end_schedules_of_team,
    follow_handed_over,
    follow_merged_institutions,
    follow_merged_teams,
    follow_merged_villages,
    give_back_bookings_of,
    point_bookings_back,
    repoint_bookings,
    undo_merged_places,
)
from .holding import cancel_session, change_session, mark_held, mark_not_held, move_session
from .making import make_sessions
from .planning import adopt_plan, change_schedule, create_schedule, keep_session, stop_schedule
from .turning import Turned, turn_day

__all__ = [
    "Turned",
    "adopt_plan",
    "book",
    "book_household",
    "cancel_booking",
    "cancel_session",
    "change_schedule",
    "change_session",
    "create_schedule",
    "end_schedules_of_team",
    "follow_handed_over",
    "follow_merged_institutions",
    "follow_merged_teams",
    "follow_merged_villages",
    "give_back_bookings_of",
    "keep_session",
    "make_sessions",
    "mark_came",
    "mark_held",
    "mark_missed",
    "mark_not_held",
    "move_booking",
    "move_session",
    "point_bookings_back",
    "put_back",
    "remind",
    "repoint_bookings",
    "stop_schedule",
    "turn_day",
    "undo_merged_places",
    "walk_in",
]
