"""What happened to residents, as plain values, for the rooms above."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ResidentDied:
    """A death was entered; what is still in force for the resident ends on that day."""

    resident_id: UUID
    on: date


@dataclass(frozen=True, slots=True)
class ResidentMoved:
    """A resident now lives in another village, or, with to_region "", is counted no longer (moved away, closed).

    reason is a code of terms.ResidentStatus: "living_here" within the county, otherwise why they left.
    """

    resident_id: UUID
    on: date
    from_region: str
    to_region: str
    reason: str


@dataclass(frozen=True, slots=True)
class DepartureUndone:
    """An entry of death or departure was a mistake: the resident lives here, as before."""

    resident_id: UUID
    departed_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class GroupRecorded:
    """A resident belongs to a group of the rulebook from `since` on."""

    resident_id: UUID
    group: str
    since: date


@dataclass(frozen=True, slots=True)
class ResidentsMerged:
    """Two records are one person: rooms re-point rows from merged to kept and log them by
    `people.services.log_moved_rows(merge_id=, table=, ids=)`."""

    merge_id: UUID
    kept_id: UUID
    merged_id: UUID
    on: date


@dataclass(frozen=True, slots=True)
class MergeUndone:
    """A merger was a mistake: rooms point back the rows they logged, {table: [ids]}."""

    merge_id: UUID
    kept_id: UUID
    merged_id: UUID
    moved: dict[str, list[str]]
    on: date
