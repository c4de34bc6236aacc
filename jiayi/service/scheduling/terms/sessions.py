"""Words of the room: kinds of sessions, how schedules repeat, states of sessions and bookings."""

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from jiayi.foundation.core.choices import Choice

MOST_PLACES = 500
LONGEST_YEARS = 5


class SessionKind(Choice):
    """What is held: residents come to a clinic, a round goes to them."""

    CONTRACT_CLINIC = "contract_clinic", "签约门诊", "Contract clinic"
    OUTREACH_ROUND = "outreach_round", "下村巡回医疗", "Outreach round"
    HOME_ROUND = "home_round", "入户巡诊", "Home round"


ROUNDS = (SessionKind.OUTREACH_ROUND, SessionKind.HOME_ROUND)


class Pattern(Choice):
    """How a schedule repeats."""

    ONCE = "once", "仅一次", "Once"
    WEEKLY = "weekly", "每周", "Every week"
    FORTNIGHTLY = "fortnightly", "隔周", "Every second week"
    MONTHLY_WEEKDAY = "monthly_weekday", "每月第几个星期几", "Monthly by weekday"
    MONTHLY_DAY = "monthly_day", "每月几日", "Monthly by day"


class OnHoliday(Choice):
    """What happens to a day of the schedule that is a public holiday."""

    SKIP = "skip", "遇法定节假日停诊", "Not on public holidays"
    KEEP = "keep", "节假日照常", "On public holidays too"


class SessionState(Choice):
    """Where a session stands."""

    PLANNED = "planned", "已安排", "Planned"
    HELD = "held", "已开诊", "Held"
    CANCELLED = "cancelled", "已停诊", "Cancelled"
    NOT_HELD = "not_held", "未开诊", "Not held"


class SessionReason(Choice):
    """Why a session was cancelled or not held."""

    STAFF_ABSENT = "staff_absent", "出诊人员因故不能到岗", "Staff could not come"
    MEETING = "meeting", "会议或培训", "Meeting or training"
    EMERGENCY = "emergency", "应急任务", "Emergency"
    WEATHER = "weather", "天气或道路原因", "Weather or road"
    HOLIDAY = "holiday", "节假日调整", "Public holiday"
    NOBODY_CAME = "nobody_came", "无人到诊", "Nobody came"
    OTHER = "other", "其他", "Other"
    UNRECORDED = "unrecorded", "没有到诊登记", "No attendance was entered"


REASONS_TO_CANCEL = tuple(
    one for one in SessionReason if one not in (SessionReason.UNRECORDED, SessionReason.NOBODY_CAME)
)
REASONS_NOT_HELD = tuple(one for one in SessionReason if one != SessionReason.UNRECORDED)


class BookingState(Choice):
    """Where a resident's place in a session stands; a walk-in took none."""

    BOOKED = "booked", "已预约", "Booked"
    WAITING = "waiting", "候补", "Waiting"
    CAME = "came", "已到", "Came"
    MISSED = "missed", "未到", "Did not come"
    WALKED_IN = "walked_in", "未预约到诊", "Walk-in"
    CANCELLED = "cancelled", "已退号", "Cancelled"


SEATED = (BookingState.BOOKED, BookingState.CAME, BookingState.MISSED)
ATTENDED = (BookingState.CAME, BookingState.WALKED_IN)


class BookingReason(Choice):
    """Why a booking was given back."""

    RESIDENT_ASKED = "resident_asked", "居民要求", "The resident asked"
    CANNOT_COME = "cannot_come", "电话提醒时表示不来", "Said on the phone not to come"
    IN_HOSPITAL = "in_hospital", "住院", "In hospital"
    MOVED = "moved", "改约其他场次", "Moved to another session"
    SESSION_CANCELLED = "session_cancelled", "停诊", "The session was cancelled"
    LEFT = "left", "去世、迁出或注销", "Died or left"
    MISTAKE = "mistake", "登记错误", "Entered by mistake"


REASONS_TO_GIVE_BACK = (
    BookingReason.RESIDENT_ASKED,
    BookingReason.CANNOT_COME,
    BookingReason.IN_HOSPITAL,
    BookingReason.MISTAKE,
)


class Reminder(Choice):
    """How the call before the session went."""

    REACHED = "reached", "已提醒", "Reminded"
    UNREACHED = "unreached", "未接通", "Not reached"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """The days of a schedule. Weekdays are 1 (Monday) to 7; `weeks` of a month are 1 to 5, and -1 is the last;
    `month_days` are 1 to 31, and a day that a month lacks is left out. Days inclusive, `ends_on` None: without end."""

    pattern: str
    starts_on: dt.date
    ends_on: dt.date | None = None
    weekdays: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SchedulePlan:
    """A schedule as it is asked for; `region_code` is the village that a round goes to, else where it is held."""

    kind: str
    title: str
    team_id: UUID
    region_code: str
    place: str
    recurrence: Recurrence
    begins_at: dt.time | None
    ends_at: dt.time | None
    capacity: int
    on_duty: tuple[UUID, ...] = ()
    on_holiday: str = OnHoliday.SKIP
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """A coded reason with the words that "other" needs."""

    code: str
    note: str = field(default="")


@dataclass(frozen=True, slots=True)
class PublicSession:
    """A coming session as anybody may read it: no resident's data."""

    id: UUID
    kind: str
    title: str
    team_id: UUID
    region_code: str
    held_on: dt.date
    begins_at: dt.time
    ends_at: dt.time
    place: str
    on_duty: tuple[str, ...]
    is_full: bool
