"""Words of the room: kinds and states of activities, files, what an activity is planned as and what came of it."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from jiayi.foundation.core.choices import Choice

MOST_PEOPLE = 100_000  # at one activity
MOST_FILES = 30
MOST_DUTIES = 40  # lines of a plan


class ActivityKind(Choice):
    """What is held (S2.1-11, S2.3-16, S2.8-02, S2.8-03, S0-32)."""

    LECTURE = "lecture", "健康大课堂（讲座）", "Health lecture"
    FREE_CLINIC = "free_clinic", "义诊", "Free clinic"
    COUNSELLING = "counselling", "公众健康咨询", "Public counselling"
    PUBLICITY_MONTH = "publicity_month", "宣传月活动", "Publicity month"
    COMMUNITY_SERVICE = "community_service", "社区服务", "Community service"
    SELF_MANAGEMENT = "self_management", "自我管理小组", "Self-management group"
    FAMILY_HEALTH_WORKER = "family_health_worker", "家庭保健员培养", "Training of family health workers"


class ActivityState(Choice):
    """Where an activity stands."""

    PLANNED = "planned", "已计划", "Planned"
    HELD = "held", "已开展", "Held"
    ARCHIVED = "archived", "已归档", "Archived"
    CANCELLED = "cancelled", "已取消", "Cancelled"


TOOK_PLACE = (ActivityState.HELD, ActivityState.ARCHIVED)


class CancelReason(Choice):
    """Why an activity did not take place."""

    WEATHER = "weather", "天气或道路原因", "Weather or road"
    STAFF = "staff", "人员因故不能到场", "Staff could not come"
    PLACE = "place", "场地不能使用", "The place could not be used"
    FEW_PEOPLE = "few_people", "报名人数过少", "Too few people"
    EMERGENCY = "emergency", "应急任务", "Emergency"
    MISTAKE = "mistake", "登记错误", "Entered by mistake"
    OTHER = "other", "其他", "Other"


class MeetingKind(Choice):
    """Meetings of a team, and the ways of training (training.kinds)."""

    TEAM_MEETING = "team_meeting", "团队例会", "Team meeting"
    HALF_YEAR_SUMMARY = "half_year_summary", "半年总结", "Half-yearly summary"
    TEAM_TRAINING = "team_training", "团队培训", "Training of the team"
    MENTORING = "mentoring", "上级医院专家带教", "Teaching by lead-hospital experts"
    CONTINUING_EDUCATION = "continuing_education", "继续教育", "Continuing education"
    PAIRED_SUPPORT = "paired_support", "对口支援", "Paired support"


TRAININGS = (
    MeetingKind.TEAM_TRAINING,
    MeetingKind.MENTORING,
    MeetingKind.CONTINUING_EDUCATION,
    MeetingKind.PAIRED_SUPPORT,
)


class MeetingState(Choice):
    """Where a meeting stands."""

    PLANNED = "planned", "已计划", "Planned"
    HELD = "held", "已召开", "Held"
    CANCELLED = "cancelled", "已取消", "Cancelled"


class FileKind(Choice):
    """What a file of an activity or a meeting shows."""

    PHOTO = "photo", "现场照片", "Photo"
    SIGN_IN = "sign_in", "签到表", "Attendance sheet"
    MATERIAL = "material", "课件和资料", "Slides and material"
    MINUTES = "minutes", "会议记录", "Minutes"
    OTHER = "other", "其他", "Other"


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
