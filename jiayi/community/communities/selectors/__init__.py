"""Reads of this room; the viewer comes first."""

from .absences import absences_of
from .agreements import (
    agreement_on,
    agreements_of,
    community_agreement_for,
    most_years,
    numbers_of,
    services_on_offer,
)
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
from .meals import Served, menus_of, nutrition_of
from .months import archived_of, figures_of, month_of, term_of
from .morning import check_of, day_of, entries_of

__all__ = [
    "Served",
    "absences_of",
    "archived_of",
    "agreement_on",
    "agreements_of",
    "check_of",
    "class_for",
    "communities",
    "community_agreement_for",
    "community_for",
    "day_of",
    "duties_on",
    "entries_of",
    "figures_of",
    "food_sample_for",
    "food_samples_of",
    "frail_file_for",
    "frail_files_of",
    "incident_for",
    "incidents_of",
    "medicines_of",
    "member_for",
    "members_of",
    "menus_of",
    "month_of",
    "nutrition_of",
    "most_years",
    "numbers_of",
    "services_on_offer",
    "settings_of",
    "teams_for",
    "term_of",
]
