"""Writes of this room; keyword-only, one transaction each."""

from .agreements import end_community_agreement, sign_community_agreement
from .communities import (
    add_class,
    add_member,
    change_community,
    close_class,
    close_community,
    end_member,
    open_community,
    place_member,
)
from .daily import dispose_food_sample, do_duty, give_medicine, keep_food_sample, undo_duty
from .following import end_memberships_of, point_members_back, repoint_members
from .frail import close_frail_file, open_frail_file, review_frail_child
from .incidents import report_incident, settle_incident
from .meals import enter_menu, enter_nutrition
from .morning import enter_morning_check, take_absence_step
from .reports import archive_report

__all__ = [
    "add_class",
    "add_member",
    "archive_report",
    "change_community",
    "close_class",
    "close_community",
    "close_frail_file",
    "dispose_food_sample",
    "do_duty",
    "end_community_agreement",
    "end_member",
    "end_memberships_of",
    "enter_menu",
    "enter_morning_check",
    "enter_nutrition",
    "give_medicine",
    "keep_food_sample",
    "open_community",
    "open_frail_file",
    "place_member",
    "point_members_back",
    "report_incident",
    "repoint_members",
    "review_frail_child",
    "settle_incident",
    "sign_community_agreement",
    "take_absence_step",
    "undo_duty",
]
