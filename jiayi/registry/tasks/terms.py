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
    VISIT_HYPERTENSION = "visit_hypertension", "高血压随访", "Hypertension follow-up"
    VISIT_DIABETES = "visit_diabetes", "糖尿病随访", "Diabetes follow-up"
    VISIT_ELDERLY = "visit_elderly", "老年人健康管理", "Health management of the elderly"
    VISIT_ELDERLY_TCM = "visit_elderly_tcm", "老年人中医药健康管理", "TCM management of the elderly"
    VISIT_MENTAL_DISORDER = "visit_mental_disorder", "严重精神障碍随访", "Follow-up of severe mental disorder"
    VISIT_TUBERCULOSIS = "visit_tuberculosis", "肺结核随访", "Tuberculosis follow-up"
    VISIT_CHRONIC_INFECTION = "visit_chronic_infection", "慢性传染病随访", "Follow-up of chronic infectious disease"
    VISIT_COPD = "visit_copd", "慢阻肺随访", "COPD follow-up"
    VISIT_DISABLED = "visit_disabled", "残疾人随访", "Follow-up of disabled people"
    VISIT_SPECIAL_FAMILY = "visit_special_family", "计划生育特殊家庭随访", "Follow-up of bereaved families"
    VISIT_LONELY_ELDERLY = "visit_lonely_elderly", "孤寡老人随访", "Follow-up of the lonely elderly"
    VISIT_TARGET_ORGAN = "visit_target_organ", "靶器官损害筛查", "Target-organ screening"
    VISIT_CHILD = "visit_child", "儿童健康管理", "Child health visit"
    VISIT_MATERNAL = "visit_maternal", "孕产妇健康管理", "Maternal health visit"
    REFERRAL_RETURN = "referral_return", "转诊结果回访", "See what came of a referral"
    HOME_READING = "home_reading", "处理居家监测异常", "Answer an abnormal reading from home"
    REVIEW_PLAN = "review_plan", "审核健康计划", "Review a health plan"
    REVISE_PLAN = "revise_plan", "修改退回的健康计划", "Revise a returned health plan"
    CONSULTATION_ANSWER = "consultation_answer", "答复会诊", "Answer a consultation"
    CONSULTATION_READ = "consultation_read", "查看会诊意见", "Read a consultation's answer"
    REFERRAL_ANSWER = "referral_answer", "答复转诊", "Answer a referral"
    REFERRAL_ARRIVAL = "referral_arrival", "确认转诊居民到达", "See that a referred resident arrives"
    REFERRAL_ABSENCE = "referral_absence", "联系转诊未到的居民", "Ask who did not come"
    REFERRAL_COMPLETION = "referral_completion", "补办急诊转诊手续", "Complete the papers of an emergency"
    REFERRAL_HOME = "referral_home", "接回转诊居民", "Take a referred resident back"
    REFERRAL_CHECK = "referral_check", "回转后随访", "See a resident again after the return"
    REFERRAL_PLAN = "referral_plan", "落实回转后的康复和治疗计划", "Carry out the plan after a return"
    RATE_WARNING = "rate_warning", "核查转诊率预警", "Look into a warning of referral rates"
    SIGN_RESIDENT = "sign_resident", "上门动员签约", "Visit and sign"
    FIND_LOST = "find_lost", "寻找失访居民", "Find who was lost to follow-up"
    PRESCRIPTION_AUDIT = "prescription_audit", "审核长期处方", "Audit a long-term prescription"
    WRITE_PRESCRIPTION = "write_prescription", "回转后开具长期处方", "Write a prescription after a return"
    PRESCRIPTION_REFILL = "prescription_refill", "长期处方领药", "Dispense the next part of a prescription"
    PRESCRIPTION_REVIEW = "prescription_review", "长期处方重新评估或回复药师", "Judge a prescription again, or answer"
    PRESCRIPTION_FOLLOW_UP = "prescription_follow_up", "长期处方随访", "Follow up a long-term prescription"
    MEDICATION_REVIEW = "medication_review", "多重用药评估", "Review of many medicines"
    CORRECT_AUDITED = "correct_audited", "更正审核发现的问题", "Correct what an audit found"
    TARGET_ALARM = "target_alarm", "核查指标预警", "Look into an alarm of indicators"
    CLOSE_GAP = "close_gap", "补齐指标差距", "Close the gap of an indicator"
    ANSWER_APPEAL = "answer_appeal", "答复居民诉求", "Answer a resident"
    DELIVER_PROMISES = "deliver_promises", "兑现本年度约定服务", "Deliver what this year promised"


# Where a kind of task is done; its subject is the address's argument.
PAGES = {
    TaskKind.RENEWAL_NOTICE: "agreements:notice",
    TaskKind.TELL_SERVICE_LIST: "agreements:paper",
    TaskKind.OPEN_RECORD: "agreements:opened",
    TaskKind.SIGN_RESIDENT: "agreements:sign",
    TaskKind.HOME_READING: "care:alert",
    TaskKind.REVIEW_PLAN: "care:record",
    TaskKind.REVISE_PLAN: "care:record",
    TaskKind.REFERRAL_RETURN: "care:record",
    TaskKind.CONSULTATION_ANSWER: "care:consultation",
    TaskKind.CONSULTATION_READ: "care:consultation",
    **{kind: "referral:referral" for kind in TaskKind if kind.startswith("referral_") and kind != "referral_return"},
    TaskKind.RATE_WARNING: "referral:warning",
    TaskKind.DELIVER_PROMISES: "fulfilment:agreement",
    TaskKind.ANSWER_APPEAL: "engagement:appeal",
    TaskKind.CORRECT_AUDITED: "assurance:audit_item",
    TaskKind.TARGET_ALARM: "indicators:alarm",
    TaskKind.CLOSE_GAP: "indicators:gap_duty",
    TaskKind.FIND_LOST: "care:visit",
    TaskKind.WRITE_PRESCRIPTION: "prescriptions:draft",
    TaskKind.MEDICATION_REVIEW: "prescriptions:prescription",
    **{kind: "prescriptions:prescription" for kind in TaskKind if kind.startswith("prescription_")},
    **{kind: "care:visit" for kind in TaskKind if kind.startswith("visit_")},
}


class TaskState(Choice):
    """Where a task stands."""

    OPEN = "open", "待办", "Open"
    CLOSED = "closed", "已办", "Closed"


class Due(Choice):
    """How near a task is."""

    OVERDUE = "overdue", "已逾期", "Overdue"
    NOW = "now", "应办", "Due now"
    LATER = "later", "未到期", "Later"


class Tab(Choice):
    """The parts of a day's worklist: each open task stands in one of them."""

    DUE = "due", "应办", "Due"
    OVERDUE = "overdue", "已逾期", "Overdue"
    PROMISED = "promised", "已约定", "Promised"
    MISSED = "missed", "约定未到", "Missed"
    LOST = "lost", "失访", "Lost"
    RENEWALS = "renewals", "续约", "Renewals"
    OTHERS = "others", "其他", "Others"
    LATER = "later", "未到期", "Later"


class Risk(Choice):
    """How closely somebody is followed (S1-07)."""

    ORDINARY = "ordinary", "普通", "Ordinary"
    HIGH = "high", "高危", "High risk"


@dataclass(frozen=True, slots=True)
class DueTask:
    """A duty as a room states it; `key` names it once and for all. Days are inclusive.

    `programme` and `risk` (terms.Risk) of a visit; `remind_on`: the day that was agreed for it.
    """

    key: str
    kind: str
    region_code: str
    from_on: dt.date
    due_on: dt.date
    resident_id: UUID | None = None
    team_id: UUID | None = None
    subject_id: UUID | None = None
    programme: str = ""
    risk: str = ""
    remind_on: dt.date | None = None
