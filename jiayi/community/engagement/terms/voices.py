"""Words of what residents ask, say and judge."""

from dataclasses import dataclass
from uuid import UUID

from jiayi.foundation.core.choices import Choice


class AppealKind(Choice):
    """What somebody asks for; each has its days in `engagement.answer_days`."""

    SUGGESTION = "suggestion", "建议", "Suggestion"
    COMPLAINT = "complaint", "投诉", "Complaint"
    NEED = "need", "需求", "Need"
    CORRECTION = "correction", "更正档案", "Correction of the record"
    REFILL = "refill", "申请续方", "Ask for a refill"
    HOME_SERVICE = "home_service", "预约上门护理", "Ask for nursing at home"
    HOME_BED = "home_bed", "申请家庭病床", "Ask for a home bed"
    HEALTH_EDUCATION = "health_education", "预约健康教育指导", "Ask for health guidance"


class AppealState(Choice):
    """Where it stands; answered and withdrawn are the end of it."""

    OPEN = "open", "待答复", "Waiting for an answer"
    ANSWERED = "answered", "已答复", "Answered"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"


class Outcome(Choice):
    """What came of it."""

    DONE = "done", "已办理", "Done"
    PARTLY = "partly", "部分办理", "Done in part"
    DECLINED = "declined", "未采纳，说明理由", "Declined, with the reason"


class Satisfaction(Choice):
    """How satisfied somebody is; the first two count as satisfied."""

    VERY = "very", "很满意", "Very satisfied"
    SATISFIED = "satisfied", "满意", "Satisfied"
    FAIR = "fair", "一般", "So so"
    UNSATISFIED = "unsatisfied", "不满意", "Not satisfied"


SATISFIED = (Satisfaction.VERY, Satisfaction.SATISFIED)


@dataclass(frozen=True)
class AppealAsked:
    """What a resident asks for; `subject_id` of what it is about (a record, a prescription), where it is about one."""

    resident_id: UUID
    kind: str
    text: str
    subject_id: UUID | None = None


@dataclass(frozen=True)
class SurveyAnswer:
    """What one resident of a sample said."""

    satisfaction: str
    known: tuple[str, ...]
    note: str = ""
