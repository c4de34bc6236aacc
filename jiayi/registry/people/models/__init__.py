"""Tables of residents, households, groups and care relations, and of the roster's batches."""

from .departure import Departure
from .group import GroupMembership
from .household import Household
from .lookup import PersonLookup
from .merge import ResidentMerge
from .relation import CareRelation
from .resident import ArchiveSerial, Resident
from .roster import RosterBatch, RosterChange, RosterNewcomers
from .stay import StayElsewhere

__all__ = [
    "ArchiveSerial",
    "CareRelation",
    "Departure",
    "GroupMembership",
    "Household",
    "PersonLookup",
    "Resident",
    "ResidentMerge",
    "RosterBatch",
    "RosterChange",
    "RosterNewcomers",
    "StayElsewhere",
]
