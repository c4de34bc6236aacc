"""Codes of what follows a prescription, and what is asked of the services about it."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from jiayi.foundation.core.choices import Choice


class NoticeWay(Choice):
    """How somebody was told of the policy."""

    FACE = "face", "当面告知", "Face to face"
    PHONE = "phone", "电话", "By phone"
    MESSAGE = "message", "短信或微信", "By message"
    LEAFLET = "leaflet", "发放材料", "By leaflet"
    LECTURE = "lecture", "讲座或集中宣传", "At a lecture"


class Severity(Choice):
    """How bad a reaction is."""

    MILD = "mild", "轻度", "Mild"
    MODERATE = "moderate", "中度", "Moderate"
    SEVERE = "severe", "严重", "Severe"


class Measure(Choice):
    """What was done about it."""

    NONE = "none", "未处理，继续用药", "None, goes on"
    REDUCED = "reduced", "减量", "Dose lowered"
    STOPPED = "stopped", "停药", "Stopped"
    CHANGED = "changed", "换药", "Changed"
    REFERRED = "referred", "停药并转诊", "Stopped and referred"


class ReactionOutcome(Choice):
    """How it went."""

    RECOVERED = "recovered", "痊愈", "Recovered"
    BETTER = "better", "好转", "Better"
    SAME = "same", "未好转", "Not better"
    SEQUELAE = "sequelae", "有后遗症", "With sequelae"
    DIED = "died", "死亡", "Died"
    UNKNOWN = "unknown", "不详", "Unknown"


class BoxProblem(Choice):
    """What is found of a medicine at home."""

    EXPIRED = "expired", "过期或变质", "Expired or spoilt"
    BADLY_STORED = "badly_stored", "存放不当", "Badly stored"
    TAKEN_WRONGLY = "taken_wrongly", "用法用量不对", "Taken wrongly"
    DOUBLED = "doubled", "重复用药", "Taken twice"
    NOT_FOUND = "not_found", "家中没有", "Not there"
    SHARED = "shared", "与他人混用", "Shared with others"


@dataclass(frozen=True, slots=True)
class ReactionReport:
    """A reaction as it is reported. `drug` is a code of the catalogue; `prescription_id` the order, if it is of one."""

    resident_id: UUID
    drug: str
    began_on: dt.date
    severity: str
    description: str
    measures: str
    outcome: str
    submission_id: UUID
    lot_number: str = ""
    prescription_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class BoxFinding:
    """What was counted and found of one item: units left (None: not counted), problems."""

    item_id: UUID
    left: int | None = None
    problems: tuple[str, ...] = ()
    note: str = ""
