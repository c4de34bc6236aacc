"""What this room tells other rooms about teams, doctors and areas: frozen plain values."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """A member of a team: the role in it, and all roles and qualifications the person has.

    `weekly_hours` are those entered for the person in this role of this team; None where nobody entered any.
    """

    practitioner_id: UUID
    name: str
    role: str
    roles: tuple[str, ...]
    qualifications: tuple[str, ...]
    places: tuple[str, ...] = ()  # where the person comes from, as the tiers of teams ask
    weekly_hours: float | None = None


@dataclass(frozen=True, slots=True)
class StaffTime:
    """A person in a team, whatever the roles: the hours a week entered, and how many teams share what is not."""

    team_id: UUID
    practitioner_id: UUID
    name: str
    roles: tuple[str, ...]
    weekly_hours: float | None
    teams: int


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """A team on a day; `region_code` is where its institution stands, `template` the scheme it was formed by."""

    id: UUID
    name: str
    institution_id: UUID
    institution_name: str
    region_code: str
    template: str
    leader_id: UUID
    members: tuple[MemberFacts, ...]
    founded_on: date
    dissolved_on: date | None
    tier: int = 1
    is_combined: bool = False

    def member(self, practitioner_id: UUID) -> MemberFacts | None:
        """The member with this practitioner's id, the first role first."""
        return next((member for member in self.members if member.practitioner_id == practitioner_id), None)

    def is_open_on(self, day: date) -> bool:
        """Whether the team stands on the day; the day of dissolution is its last."""
        return self.founded_on <= day and (self.dissolved_on is None or day <= self.dissolved_on)


@dataclass(frozen=True, slots=True)
class DoctorFacts:
    """A practitioner on a day."""

    id: UUID
    name: str
    institution_id: UUID
    institution_name: str
    region_code: str
    roles: tuple[str, ...]
    qualifications: tuple[str, ...]
    title: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class AreaFacts:
    """Who answers for a village, or for one building of it, on a day."""

    area_id: UUID
    region_code: str
    building: str
    team_id: UUID
    team_name: str
    institution_id: UUID
    responsible_person_id: UUID
    responsible_person_name: str


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One named person on one step of the grid, and the region that was given to the person."""

    step: str
    region_code: str
    region_name: str
    practitioner_id: UUID
    practitioner_name: str
    institution_name: str
    starts_on: date


@dataclass(frozen=True, slots=True)
class ProposedAdoption:
    """Schemes that a region might adopt, in this order, from a day: on top of what it has adopted by then."""

    region_code: str
    schemes: tuple[str, ...]
    starts_on: date


@dataclass(frozen=True, slots=True)
class StacksIf:
    """The stack of a region on the first day of a proposal: as things are decided now, and with it."""

    before: tuple[str, ...]
    after: tuple[str, ...]
