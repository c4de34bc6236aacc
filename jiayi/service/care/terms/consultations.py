"""A consultation: one institution asks another about a resident, under a clock, and gets a report."""

from dataclasses import dataclass
from uuid import UUID

from jiayi.foundation.core.choices import Choice


class ConsultationKind(Choice):
    """What is asked for (centres of the county: S4-78)."""

    CLINICAL = "clinical", "临床会诊", "Clinical opinion"
    PRESCRIPTION = "prescription", "长期处方会诊", "Long-term prescription"
    LABORATORY = "laboratory", "医学检验", "Laboratory"
    IMAGING = "imaging", "医学影像诊断", "Imaging"
    ECG = "ecg", "心电诊断", "ECG"
    PATHOLOGY = "pathology", "病理诊断", "Pathology"
    OTHER = "other", "其他", "Other"


class ConsultationUrgency(Choice):
    """How soon the answer is needed."""

    ROUTINE = "routine", "一般", "Routine"
    URGENT = "urgent", "紧急", "Urgent"


class ConsultationState(Choice):
    """Where a consultation stands."""

    ASKED = "asked", "待会诊", "Waits for the asked institution"
    TAKEN = "taken", "会诊中", "Being looked at"
    ANSWERED = "answered", "已答复", "Answered"
    CLOSED = "closed", "已办结", "Closed"
    DECLINED = "declined", "已退回", "Sent back"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"


OPEN_CONSULTATIONS = (ConsultationState.ASKED, ConsultationState.TAKEN)


class ConsultationAct(Choice):
    """What is done with it; `ask_again` and `close` follow an answer."""

    ASK = "ask", "申请会诊", "Asked"
    TAKE = "take", "接诊", "Take it up"
    ANSWER = "answer", "出具会诊意见", "Answer"
    DECLINE = "decline", "退回申请", "Send back"
    WITHDRAW = "withdraw", "撤回申请", "Withdraw"
    ASK_AGAIN = "ask_again", "补充后再次申请", "Ask again"
    CLOSE = "close", "已阅办结", "Close"


# From which states an act may be done, and where it leads.
CONSULTATION_STEPS = {
    ConsultationAct.TAKE: ((ConsultationState.ASKED,), ConsultationState.TAKEN),
    ConsultationAct.ANSWER: (OPEN_CONSULTATIONS, ConsultationState.ANSWERED),
    ConsultationAct.DECLINE: (OPEN_CONSULTATIONS, ConsultationState.DECLINED),
    ConsultationAct.WITHDRAW: (OPEN_CONSULTATIONS, ConsultationState.WITHDRAWN),
    ConsultationAct.ASK_AGAIN: ((ConsultationState.ANSWERED, ConsultationState.DECLINED), ConsultationState.ASKED),
    ConsultationAct.CLOSE: ((ConsultationState.ANSWERED, ConsultationState.DECLINED), ConsultationState.CLOSED),
}


class Conclusion(Choice):
    """What the asked institution comes to."""

    AGREE = "agree", "同意所提方案", "Agrees"
    ADJUST = "adjust", "建议调整方案", "Adjust"
    REFER = "refer", "建议转诊", "Refer"
    MORE = "more", "须补充资料或检查", "More needed"
    REPORT = "report", "诊断报告见正文", "Report given"


@dataclass(frozen=True, slots=True)
class ConsultationRequest:
    """What is asked. `subject_id`: the thing of another room that it is about (an order, a referral), if any.

    `submission_id` makes sending twice asking once.
    """

    resident_id: UUID
    kind: str  # ConsultationKind
    from_institution_id: UUID
    to_institution_id: UUID
    question: str
    submission_id: UUID
    urgency: str = ConsultationUrgency.ROUTINE
    diagnosis: str = ""
    background: str = ""
    consented: bool = False
    record_id: UUID | None = None
    subject_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ConsultationReport:
    """The answer: what was found, what it comes to, what to do."""

    conclusion: str  # Conclusion
    advice: str
    findings: str = ""
