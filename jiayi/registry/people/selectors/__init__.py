"""Reads of this room; the viewer comes first, and sees only whom they may see."""

from .absences import away, departed, with_households
from .facts import facts_of, group_codes_of
from .group_changes import GroupChange, group_changes
from .group_filter import in_any_group, in_group, latest_birth
from .households import household_for, household_of_number, households, members, with_counts
from .living import living_members
from .lookups import lookups
from .memberships import memberships
from .mergers import likely_duplicates, merge_for, mergers
from .natural import natural
from .numbers import MaskedNumbers, masked_numbers, resident_with_number, residents_with_numbers
from .phones import Addressee, addressees, holders_of_phone, phone_key, wards_of
from .records import record_check, records_asked, with_gaps
from .residents import (
    care_relations,
    departures,
    group_memberships,
    in_region,
    listed,
    membership_for,
    narrow,
    resident_for,
    residents,
    residents_among,
    residents_to_visit,
    visible_ids,
)
from .roster import batch_for, batches
from .search import FoundResidents, search
from .stays import living_elsewhere, stay_for, stays_elsewhere

__all__ = [
    "Addressee",
    "addressees",
    "holders_of_phone",
    "phone_key",
    "wards_of",
    "away",
    "departed",
    "with_households",
    "GroupChange",
    "group_changes",
    "FoundResidents",
    "MaskedNumbers",
    "batch_for",
    "batches",
    "care_relations",
    "departures",
    "facts_of",
    "group_codes_of",
    "group_memberships",
    "household_for",
    "household_of_number",
    "households",
    "in_any_group",
    "in_group",
    "in_region",
    "latest_birth",
    "likely_duplicates",
    "listed",
    "living_elsewhere",
    "living_members",
    "lookups",
    "masked_numbers",
    "members",
    "membership_for",
    "memberships",
    "merge_for",
    "mergers",
    "narrow",
    "natural",
    "record_check",
    "records_asked",
    "resident_for",
    "resident_with_number",
    "residents_with_numbers",
    "residents",
    "residents_among",
    "residents_to_visit",
    "search",
    "stay_for",
    "stays_elsewhere",
    "visible_ids",
    "with_counts",
    "with_gaps",
]
