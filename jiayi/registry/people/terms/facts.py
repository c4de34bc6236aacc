"""What the rules of other rooms need to know of a resident on a day."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ResidentFacts:
    """A resident on one day, as plain values; groups are the derived and the recorded ones together."""

    id: UUID
    name: str
    sex: str
    birth_date: date
    age: int  # completed years
    months_resident: int  # completed months; of an unknown beginning, months since birth
    alive: bool
    lives_here: bool
    groups: tuple[str, ...]
    is_key: bool
    is_special: bool
    has_guardian: bool
    region_code: str
    household_id: UUID | None
    is_head: bool
    schemes: tuple[str, ...] = ()  # in force for the region on the day


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationToOpen:
    """A place that may see a resident from a day on, and what opens it (an agreement's paper, a referral)."""

    resident_id: UUID
    place_kind: str
    place_id: UUID
    purpose: str
    subject_id: UUID | None
    since: date
