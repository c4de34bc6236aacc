"""Words of the room: kinds of functional communities, what a morning check finds, what is done every day."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from jiayi.foundation.core.choices import Choice

MOST_MEMBERS = 5_000


class CommunityKind(Choice):
    """Functional communities (S3-35) and kindergartens (S2.5)."""

    KINDERGARTEN = "kindergarten", "幼儿园", "Kindergarten"
    SCHOOL = "school", "学校", "School"
    ENTERPRISE = "enterprise", "企业", "Firm"
    GOVERNMENT = "government", "机关", "Office"
    PARK = "park", "园区", "Park"
    OFFICE_BUILDING = "office_building", "商务楼宇", "Office building"
    CARE_HOME = "care_home", "养老机构", "Care home"


class Grade(Choice):
    """Grades of classes."""

    NURSERY = "nursery", "托班", "Nursery"
    SMALL = "small", "小班", "First year"
    MIDDLE = "middle", "中班", "Second year"
    TOP = "top", "大班", "Third year"
    NONE = "none", "不分年级", "No grade"


class MemberRole(Choice):
    """What somebody is in a community."""

    CHILD = "child", "儿童（学生）", "Child or pupil"
    STAFF = "staff", "教职工", "Staff"
    MEMBER = "member", "成员", "Member"


class Presence(Choice):
    """Whether a child came."""

    PRESENT = "present", "到园", "Came"
    ABSENT = "absent", "缺勤", "Absent"


class AbsenceReason(Choice):
    """Why a child did not come (S2.5-05)."""

    ILLNESS = "illness", "因病", "Ill"
    FAMILY = "family", "事假", "Family matters"
    VACCINATION = "vaccination", "接种疫苗", "Vaccination"
    UNKNOWN = "unknown", "原因不明", "Not known"
    OTHER = "other", "其他", "Other"


class CheckFinding(Choice):
    """What a morning check finds (S2.5-02)."""

    NODES = "nodes", "颌下淋巴结肿大", "Swollen nodes"
    THROAT = "throat", "咽部红肿", "Red throat"
    MOUTH_ULCER = "mouth_ulcer", "口腔溃疡或疱疹", "Ulcers or blisters of the mouth"
    PALM_BLISTER = "palm_blister", "手足疱疹", "Blisters of palms or feet"
    RASH = "rash", "皮疹", "Rash"
    EYES = "eyes", "眼结膜充血", "Red eyes"
    EARS = "ears", "耳廓、耳后异常", "Ears"
    SPIRIT = "spirit", "精神不振", "Listless"
    COUGH = "cough", "咳嗽", "Cough"
    STOOL = "stool", "大小便、饮食、睡眠异常", "Stool, diet or sleep"
    NAILS = "nails", "指甲、手心不洁", "Nails or palms"
    CARRIED = "carried", "携带危险物品", "Dangerous things carried"


class Disposal(Choice):
    """What is done with a child after the check."""

    ADMITTED = "admitted", "入班", "To class"
    WATCHED = "watched", "入班观察", "To class, watched"
    CLINIC = "clinic", "到保健室复查", "To the health room"
    SENT_HOME = "sent_home", "由家长接回就诊", "Home with the parent"


class AbsenceAction(Choice):
    """What an absence calls for (communities.absence)."""

    CONTACT_FAMILY = "contact_family", "联系家长", "Contact the family"
    NOTIFY_HEAD = "notify_head", "报告园长", "Tell the head"


class Meal(Choice):
    """Meals of a day at a kindergarten."""

    BREAKFAST = "breakfast", "早餐", "Breakfast"
    MORNING_SNACK = "snack_am", "早点", "Morning snack"
    LUNCH = "lunch", "午餐", "Lunch"
    AFTERNOON_SNACK = "snack_pm", "午点", "Afternoon snack"
    SUPPER = "supper", "晚餐", "Supper"


class IncidentKind(Choice):
    """What happened (S2.5-09, S2.5-18)."""

    FEVER = "fever", "发热", "Fever"
    INJURY = "injury", "意外伤害", "Injury"
    INFECTION = "infection", "传染病", "Infectious disease"
    FOOD = "food", "食物相关", "Food"
    OTHER = "other", "其他", "Other"


@dataclass(frozen=True, slots=True)
class CommunityPlan:
    """A community as it is asked for."""

    kind: str
    name: str
    region_code: str
    team_id: UUID
    address: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    service_point: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class AgreementPlan:
    """What a unit and its team agree on: `services` of functional_community.services, `rounds` when the team comes,
    `represented_by` who signs for the unit; the last day is part of it."""

    starts_on: dt.date
    ends_on: dt.date
    services: tuple[str, ...]
    rounds: str
    represented_by: str


@dataclass(frozen=True, slots=True)
class MemberNumbers:
    """Of a community's members: how many there are, how many have a family doctor, the same by population group."""

    members: int
    signed: int
    groups: tuple[tuple[str, int, int], ...]  # code, members, signed; the largest first


@dataclass(frozen=True, slots=True)
class CheckLine:
    """What a morning check says of one child; temperature in degrees Celsius."""

    member_id: UUID
    presence: str = "present"
    reason: str = ""
    temperature: Decimal | None = None
    findings: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """One recurring duty of a kindergarten: `code` of the rulebook, the `parameter` that asks for it, `every` how often
    (a weekday, "daily", "half_monthly", "monthly", "each_term", "yearly")."""

    code: str
    parameter: str
    every: str
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class DueDuty:
    """A duty in the period that holds a day, and whether it was done in it."""

    duty: Duty
    since: dt.date
    until: dt.date
    done_on: dt.date | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Absence:
    """A child that stays away: since which school day, how many of them, what is to be done and what was."""

    member_id: UUID
    resident_id: UUID
    name: str
    class_name: str
    since: dt.date
    days: int
    reason: str
    due: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    reasons: list[dict[str, Any]] = field(default_factory=list)
