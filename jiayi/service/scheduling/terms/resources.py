"""Words of shared resources: what is shared, with whom, how a place in it stands."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from jiayi.foundation.core.choices import Choice

from .sessions import OnHoliday, Recurrence

LONGEST_STAY = 90  # days in one booking of a bed


class ResourceKind(Choice):
    """What an institution shares."""

    SPECIALIST = "specialist", "专家门诊", "Specialist clinic"
    REFERRAL_CLINIC = "referral_clinic", "双向转诊专科门诊（含病例讨论）", "Referral clinic with case discussion"
    TIERED_CARE_CLINIC = "tiered_care_clinic", "分级诊疗门诊", "Tiered-care clinic"
    SPECIALITY_CLINIC = "speciality_clinic", "特色科室门诊", "Speciality clinic"
    GERIATRIC_WINDOW = "geriatric_window", "老年病服务窗口", "Geriatric window"
    EXAMINATION = "examination", "大型设备检查", "Large-equipment examination"
    BED = "bed", "住院床位", "Hospital bed"
    REHABILITATION_BED = "rehabilitation_bed", "社区康复床位", "Community rehabilitation bed"
    ELDERLY_CARE_BED = "elderly_care_bed", "医养结合床位", "Elderly-care bed"
    HOME_BED = "home_bed", "家庭病床", "Home bed"


BEDS = (
    ResourceKind.BED,
    ResourceKind.REHABILITATION_BED,
    ResourceKind.ELDERLY_CARE_BED,
    ResourceKind.HOME_BED,
)


class Pool(Choice):
    """Who may book: shared ones are released in stages, exclusive ones are the grassroots' to the end (S4-70)."""

    SHARED = "shared", "共享，先基层后全部", "Shared, the grassroots first"
    EXCLUSIVE = "exclusive", "只供基层责任医生", "For responsible doctors only"


class SlotState(Choice):
    """Where a place in a slot stands."""

    HELD = "held", "暂留", "Held"
    BOOKED = "booked", "已预约", "Booked"
    CAME = "came", "已到", "Came"
    MISSED = "missed", "未到", "Did not come"
    GIVEN_BACK = "given_back", "已退号", "Given back"
    LAPSED = "lapsed", "暂留已过期", "Lapsed"


TAKING = (SlotState.HELD, SlotState.BOOKED, SlotState.CAME, SlotState.MISSED)
COMING = (SlotState.HELD, SlotState.BOOKED)


class WishState(Choice):
    """Where somebody on the waiting list stands."""

    OPEN = "open", "候补", "Waiting"
    OFFERED = "offered", "有号待确认", "Offered a place"
    TAKEN = "taken", "已约上", "Booked"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"


@dataclass(frozen=True, slots=True)
class ResourcePlan:
    """A resource as it is offered; `quantity` places on each day of the recurrence."""

    kind: str
    title: str
    institution_id: UUID
    recurrence: Recurrence
    begins_at: dt.time
    ends_at: dt.time
    quantity: int
    department: str = ""
    place: str = ""
    doctor_name: str = ""
    pool: str = Pool.SHARED
    on_holiday: str = OnHoliday.SKIP
    note: str = ""
    item: str = ""  # of an examination: rulebook/examinations.yaml


@dataclass(frozen=True, slots=True)
class Booker:
    """For whom a place is booked: the institution, and the team and doctor where they have a quota of their own."""

    institution_id: UUID
    team_id: UUID | None = None
    practitioner_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """A day of a resource with what is left of it for one booker."""

    slot_id: UUID
    resource_id: UUID
    institution_id: UUID
    institution_name: str
    kind: str
    title: str
    department: str
    held_on: dt.date
    begins_at: dt.time
    ends_at: dt.time
    free: int
