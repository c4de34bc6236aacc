"""Tables of residents, households, groups and care relations, and of the roster's batches."""

from .group import GroupMembership
from .household import Household
from .merge import ResidentMerge
from .relation import CareRelation
from .resident import Resident
from .roster import RosterBatch, RosterChange

__all__ = [
    "CareRelation",
    "GroupMembership",
    "Household",
    "Resident",
    "ResidentMerge",
    "RosterBatch",
    "RosterChange",
]
