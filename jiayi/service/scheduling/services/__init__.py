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
from .offering import close_slot, end_resource, make_slots, offer_resource, set_quota
from .owning import give_back_own_slot, take_own_slot
from .planning import adopt_plan, change_schedule, create_schedule, keep_session, stop_schedule
from .releasing import give_back_slot, give_back_slots_of, lapse_holds, offer_next
from .taking import confirm_slot, enter_slot, mark_slots_of, take_slot
from .turning import Turned, turn_day
from .wishing import accept_offer, wish_for_slot, withdraw_wish

__all__ = [
    "Turned",
    "accept_offer",
    "adopt_plan",
    "book",
    "book_household",
    "cancel_booking",
    "cancel_session",
    "change_schedule",
    "change_session",
    "close_slot",
    "confirm_slot",
    "create_schedule",
    "end_resource",
    "end_schedules_of_team",
    "enter_slot",
    "follow_handed_over",
    "follow_merged_institutions",
    "follow_merged_teams",
    "follow_merged_villages",
    "give_back_bookings_of",
    "give_back_own_slot",
    "give_back_slot",
    "give_back_slots_of",
    "keep_session",
    "lapse_holds",
    "make_sessions",
    "make_slots",
    "mark_came",
    "mark_held",
    "mark_missed",
    "mark_not_held",
    "mark_slots_of",
    "move_booking",
    "move_session",
    "offer_next",
    "offer_resource",
    "point_bookings_back",
    "put_back",
    "remind",
    "repoint_bookings",
    "set_quota",
    "stop_schedule",
    "take_own_slot",
    "take_slot",
    "turn_day",
    "undo_merged_places",
    "walk_in",
    "wish_for_slot",
    "withdraw_wish",
]
