"""Reads of this room; the viewer comes first."""

from .absences import absences_of
from .communities import class_for, communities, community_for, member_for, members_of, settings_of, teams_for
from .daily import (
    duties_on,
    food_sample_for,
    food_samples_of,
    frail_file_for,
    frail_files_of,
    incident_for,
    incidents_of,
    medicines_of,
)
from .months import month_of
from .morning import check_of, day_of, entries_of

__all__ = [
    "absences_of",
    "check_of",
    "class_for",
    "communities",
    "community_for",
    "day_of",
    "duties_on",
    "entries_of",
    "food_sample_for",
    "food_samples_of",
    "frail_file_for",
    "frail_files_of",
    "incident_for",
    "incidents_of",
    "medicines_of",
    "member_for",
    "members_of",
    "month_of",
    "settings_of",
    "teams_for",
]
