"""Words of care: grades of evidence, states of records and enrolments, and what is asked of the services."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from jiayi.foundation.core.choices import Choice


class Mode(Choice):
    """How somebody was served; forms name those they allow."""

    CLINIC = "clinic", "门诊", "Clinic"
    HOME = "home", "上门", "At home"
    PHONE = "phone", "电话", "Phone"
    VIDEO = "video", "视频", "Video"
    MESSAGE = "message", "短信或留言", "Message"
    SOCIAL = "social", "社交软件", "Social software"
    HANDBOOK = "handbook", "服务手册", "Handbook"
    GROUP = "group", "集体活动", "In a group"
    SYSTEM = "system", "信息系统", "Information system"


FACE_TO_FACE = (Mode.CLINIC, Mode.HOME)


class Evidence(Choice):
    """How well a record is proved (issue of authenticity, domain 4.5)."""

    A = "a", "设备或诊疗系统", "Device or clinic system"
    B = "b", "双方确认", "Confirmed by both"
    C = "c", "工作人员录入", "Entered by staff"


class ProofKind(Choice):
    """What is kept beside a record to show that the service took place."""

    PHOTO = "photo", "照片", "Photo"
    SIGNATURE = "signature", "手写签名", "Drawn signature"
    POSITION = "position", "定位", "Position"


class RowVerdict(Choice):
    """What became of a row of a workbook of records."""

    ADDED = "added", "新增", "Added"
    UNCHANGED = "unchanged", "已有", "There already"
    REJECTED = "rejected", "退回", "Rejected"


class BatchState(Choice):
    """Where a workbook of records stands."""

    UPLOADED = "uploaded", "已上传", "Uploaded"
    CHECKED = "checked", "已试导入", "Tried"
    IMPORTED = "imported", "已导入", "Imported"
    UNDONE = "undone", "已撤销", "Undone"


class RecordState(Choice):
    """Where a record stands."""

    CURRENT = "current", "有效", "Counts"
    VOIDED = "voided", "已作废", "Voided"


class EnrolmentState(Choice):
    """Where somebody stands in a programme."""

    ACTIVE = "active", "在管", "Managed"
    LOST = "lost", "失访", "Lost to follow-up"
    CLOSED = "closed", "结案", "Closed"


class CloseReason(Choice):
    """Why a programme ends for somebody."""

    DIED = "died", "死亡", "Died"
    MOVED = "moved", "迁出", "Moved away"
    LOST = "lost", "长期失访", "Lost for long"
    REFUSED = "refused", "拒绝管理", "Refused"
    TRANSFERRED = "transferred", "转由其他机构管理", "Transferred to another institution"
    FINISHED = "finished", "疗程或管理期结束", "Finished"
    ENTRY_ERROR = "entry_error", "误建档", "Entered by mistake"


class ContactOutcome(Choice):
    """What came of trying to reach somebody."""

    NOT_REACHED = "not_reached", "未联系上", "Not reached"
    PROMISED = "promised", "约定前来", "Promised to come"
    REFUSED = "refused", "拒绝随访", "Refused the visit"


class ReviewState(Choice):
    """Where the review of a version of a health plan stands."""

    WAITING = "waiting", "待审核", "Waits for review"
    APPROVED = "approved", "已通过", "Approved"
    RETURNED = "returned", "已退回", "Returned"
    SUPERSEDED = "superseded", "已有新版", "Superseded"


HEALTH_PLAN = "health-plan"  # the form of the personal plan (rulebook/forms)


class Source(Choice):
    """Where a value comes from; the resident's own are kept apart."""

    RECORD = "record", "随访记录", "Record"
    DEVICE = "device", "设备", "Device"
    CLINIC = "clinic", "诊疗系统", "Clinic system"
    RESIDENT = "resident", "居民自测", "The resident's own"
    SHARED = "shared", "其他机构共享", "Shared by another institution"


MEASURED = (Source.DEVICE, Source.CLINIC)  # what nobody typed: evidence of grade A


class ResultWay(Choice):
    """How a result of another institution came here."""

    SYSTEM = "system", "对方系统传来", "Sent by its system"
    PAPER = "paper", "按纸质报告录入", "Entered from the paper"


@dataclass(frozen=True, slots=True)
class ResultRequest:
    """A result of another institution, as its report says; `report_number` and `item` make sending twice keeping once.

    `level` is that of the institution (organization.terms.InstitutionLevel); `is_marked`: the report bears the mark of
    mutual recognition.
    """

    resident_id: UUID
    item: str  # rulebook/examinations.yaml
    performed_on: dt.date
    institution_name: str
    level: str
    report_number: str
    way: str
    reported_on: dt.date | None = None
    number: Decimal | None = None
    reference: str = ""  # the range that the report names
    conclusion: str = ""
    is_abnormal: bool = False
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class RecordRequest:
    """A form filled in. `values` by field, typed; `confirmed` are fields whose unusual value was looked at again.

    `submission_id` makes sending twice saving once; `also` are the forms that the same visit counts for too.
    """

    resident_id: UUID
    form: str
    visit_on: dt.date
    mode: str
    values: Mapping[str, Any]
    submission_id: UUID
    evidence: str = Evidence.C
    copied: tuple[str, ...] = ()
    note: str = ""
    also: tuple[str, ...] = ()
    batch_id: UUID | None = None  # the workbook that it came with: whoever imports it did not serve the resident
    measured: Mapping[str, UUID] = field(default_factory=dict)  # field -> the observation of the day it was taken from


@dataclass(frozen=True, slots=True)
class Position:
    """Where somebody was: degrees (WGS 84), and within how many metres."""

    latitude: Decimal
    longitude: Decimal
    accuracy: int


@dataclass(frozen=True, slots=True)
class Person:
    """What forms and decisions ask of a resident on the day of the visit."""

    sex: str
    age: int
    age_days: int
    birth_date: dt.date


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the form's decisions say, reasons included; a decision that lacks a value says nothing."""

    outcomes: Mapping[str, Mapping[str, Any]]
    is_urgent: bool
    is_referred: bool
    findings: tuple[str, ...]  # what the form tells by itself
    next_within_days: int | None
    fills: Mapping[str, Any]
