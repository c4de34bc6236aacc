"""What an activity, a meeting, a campaign is planned as, and what came of it."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

MOST_PEOPLE = 100_000  # at one activity
MOST_FILES = 30
MOST_DUTIES = 40  # lines of a plan


@dataclass(frozen=True, slots=True)
class ActivityPlan:
    """An activity as it is asked for: `region_code` is the village or township, times are of Asia/Shanghai."""

    kind: str
    title: str
    team_id: UUID
    region_code: str
    place: str
    held_on: dt.date
    begins_at: dt.time
    ends_at: dt.time
    topic: str = ""
    tags: tuple[str, ...] = ()
    staff: tuple[UUID, ...] = ()
    expert: str = ""
    co_host: str = ""
    channels: tuple[str, ...] = ()
    contract_minutes: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ActivityResult:
    """What came of it: people who attended, minutes given to the contract service, and of those asked at its end how
    many were satisfied and how many could name their doctor."""

    attended: int
    contract_minutes: int | None = None
    given: int = 0
    asked: int = 0
    satisfied: int = 0
    aware: int = 0
    summary: str = ""
    problems: str = ""


@dataclass(frozen=True, slots=True)
class MeetingPlan:
    """A meeting or training as it is asked for; `participants` are practitioners of the team."""

    kind: str
    title: str
    team_id: UUID
    held_on: dt.date
    begins_at: dt.time
    ends_at: dt.time
    participants: tuple[UUID, ...]
    place: str = ""
    topics: tuple[str, ...] = ()
    teacher: str = ""
    teacher_from: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """A coded reason with the words that "other" needs."""

    code: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class PublicActivity:
    """A coming activity as anybody may read it: no resident's data."""

    id: UUID
    kind: str
    title: str
    topic: str
    team_id: UUID
    region_code: str
    place: str
    held_on: dt.date
    begins_at: dt.time
    ends_at: dt.time


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """What a team did in a month; `counted` are the activities that count, `unarchived` wait to be archived, and
    `months_since_training` (and `…half_year`, the summary of half a year) is None where none was ever held; `plans` is
    whether the year has its plan."""

    activities: int = 0
    counted: int = 0
    short_lectures: int = 0
    unarchived: int = 0
    cancelled: int = 0
    attended: int = 0
    given: int = 0
    asked: int = 0
    satisfied: int = 0
    aware: int = 0
    meetings: int = 0
    trainings: int = 0
    months_since_training: int | None = None
    summaries: int = 0
    months_since_half_year: int | None = None
    plans: int = 0


@dataclass(frozen=True, slots=True)
class DutyAsked:
    """One line of a plan as it is asked for: what, by whom, by when."""

    what: str
    practitioner_id: UUID
    due_on: dt.date


@dataclass(frozen=True, slots=True)
class CampaignAsked:
    """A bureau's plan of publicity as it is asked for; days are inclusive."""

    region_code: str
    title: str
    since_on: dt.date
    until_on: dt.date
    goals: str
    channels: tuple[str, ...] = ()
