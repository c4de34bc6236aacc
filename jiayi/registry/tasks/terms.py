"""Words of the worklist: kinds and states of tasks, and a task as other rooms say it."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from jiayi.foundation.core.choices import Choice


class TaskKind(Choice):
    """What is to be done."""

    RENEWAL_NOTICE = "renewal_notice", "到期告知与续约", "Tell of the coming end and renew"
    TELL_SERVICE_LIST = "tell_service_list", "告知服务清单", "Tell the service list"
    OPEN_RECORD = "open_record", "开放健康档案", "Open the health record"


class TaskState(Choice):
    """Where a task stands."""

    OPEN = "open", "待办", "Open"
    CLOSED = "closed", "已办", "Closed"


class Due(Choice):
    """How near a task is."""

    OVERDUE = "overdue", "已逾期", "Overdue"
    NOW = "now", "应办", "Due now"
    LATER = "later", "未到期", "Later"


@dataclass(frozen=True, slots=True)
class DueTask:
    """A duty as a room states it; `key` names it once and for all. Days are inclusive."""

    key: str
    kind: str
    region_code: str
    from_on: dt.date
    due_on: dt.date
    resident_id: UUID | None = None
    team_id: UUID | None = None
    subject_id: UUID | None = None
