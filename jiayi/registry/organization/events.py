"""What this room tells others has happened: plain values."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SchemesAdopted:
    """A region follows these schemes, in this order, from a day."""

    region_code: str
    schemes: tuple[str, ...]
    starts_on: date


@dataclass(frozen=True, slots=True)
class AdoptionEnded:
    """A region no longer follows a scheme after its last day."""

    region_code: str
    scheme: str
    ends_on: date


@dataclass(frozen=True, slots=True)
class TeamSuccessor:
    """Who takes a leaver's place in a team, in one role."""

    team_id: UUID
    role: str
    successor_id: UUID


@dataclass(frozen=True, slots=True)
class AreaSuccessor:
    """Who answers for a village, or a building of it, after a leaver."""

    region_code: str
    building: str
    team_id: UUID
    successor_id: UUID


@dataclass(frozen=True, slots=True)
class PractitionerHandedOver:
    """A practitioner's last day is `left_on`; from the day after, the successors stand in.

    A duty that was held in no area is taken by the team's successor, and where there is none by `successor_id`.
    """

    practitioner_id: UUID
    left_on: date
    successor_id: UUID
    teams: tuple[TeamSuccessor, ...]
    areas: tuple[AreaSuccessor, ...]
    act_id: UUID | None = None  # of the journal, where it can be undone
    by_id: UUID | None = None  # who did it
    reason: str = ""  # as households are told


@dataclass(frozen=True, slots=True)
class TeamDissolved:
    """A team's last day."""

    team_id: UUID
    dissolved_on: date


@dataclass(frozen=True, slots=True)
class TeamsMerged:
    """Teams passed into another, of this institution, from a day; `act_id` is the journal's."""

    act_id: UUID
    team_ids: tuple[UUID, ...]
    into_id: UUID
    institution_id: UUID
    on: date
    by_id: UUID | None = None  # who did it
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TeamSplit:
    """A new team left another, with these (village, building) and people, from a day."""

    act_id: UUID
    team_id: UUID
    new_team_id: UUID
    places: tuple[tuple[str, int | None], ...]
    left_ids: tuple[UUID, ...]  # members of the former team no longer
    leader_id: UUID
    new_leader_id: UUID
    on: date
    by_id: UUID | None = None  # who did it
    reason: str = ""


@dataclass(frozen=True, slots=True)
class InstitutionsMerged:
    """An institution passed into another with its teams, from a day."""

    act_id: UUID
    institution_id: UUID
    into_id: UUID
    team_ids: tuple[UUID, ...]
    on: date
    by_id: UUID | None = None  # who did it
    reason: str = ""


@dataclass(frozen=True, slots=True)
class VillagesMerged:
    """Villages became part of another, from a day."""

    act_id: UUID
    codes: tuple[str, ...]
    into_code: str
    on: date


@dataclass(frozen=True, slots=True)
class ReorganizationUndone:
    """An act over many is taken back: each room restores its own rows."""

    act_id: UUID
    on: date
