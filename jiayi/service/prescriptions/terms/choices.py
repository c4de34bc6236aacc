"""Codes with their words."""

from fractions import Fraction

from jiayi.foundation.core.choices import Choice


class State(Choice):
    """Where an order stands."""

    AUDITING = "auditing", "待药师审核", "Waits for the pharmacist"
    QUERIED = "queried", "药师有疑问", "Queried by the pharmacist"
    REJECTED = "rejected", "审核未通过", "Rejected"
    ACTIVE = "active", "可调配", "May be dispensed"
    HELD = "held", "暂停，待重新评估", "On hold, to be re-evaluated"
    STOPPED = "stopped", "已停用", "Stopped"
    FINISHED = "finished", "已用完", "Used up"
    LAPSED = "lapsed", "过期未领完", "Lapsed"


# Orders that are not over yet.
OPEN_STATES = (State.AUDITING.value, State.QUERIED.value, State.ACTIVE.value, State.HELD.value)


class StopReason(Choice):
    """Why an order is stopped or put on hold (management norms 2021, and what this project adds)."""

    GOAL_MISSED = "goal_missed", "未达到预期目标", "Goal not reached"
    OTHER_DISEASE = "other_disease", "出现其他疾病需其他药物", "Another disease needs another drug"
    ADMITTED = "admitted", "住院治疗", "Admitted to hospital"
    URGENT_VALUE = "urgent_value", "出现危急情况", "Urgent finding"
    ADVERSE_REACTION = "adverse_reaction", "药物不良反应", "Adverse reaction"
    POOR_ADHERENCE = "poor_adherence", "服药依从性差", "Poor adherence"
    MISSED_FOLLOW_UPS = "missed_follow_ups", "多次未随访", "Follow-ups missed"
    PREGNANCY = "pregnancy", "妊娠或哺乳", "Pregnant or lactating"
    ALLERGY_CHANGED = "allergy_changed", "过敏史有变化", "Allergies changed"
    ORGAN_FUNCTION = "organ_function", "肝肾功能变化", "Liver or kidney function changed"
    AGREEMENT_ENDED = "agreement_ended", "签约协议终止", "Agreement ended"
    CHANGED = "changed", "调整用药", "Medicines changed"
    OWN_WISH = "own_wish", "居民要求", "The resident's wish"
    DIED = "died", "死亡", "Died"
    MOVED = "moved", "迁出", "Moved away"
    ENTRY_ERROR = "entry_error", "开具有误", "Issued by mistake"


class Frequency(Choice):
    """How often a dose is taken."""

    DAILY = "daily", "每日1次", "Once a day"
    TWICE = "twice", "每日2次", "Twice a day"
    THREE_TIMES = "three_times", "每日3次", "Three times a day"
    FOUR_TIMES = "four_times", "每日4次", "Four times a day"
    AT_NIGHT = "at_night", "每晚1次", "Every night"
    EVERY_OTHER_DAY = "every_other_day", "隔日1次", "Every other day"
    WEEKLY = "weekly", "每周1次", "Once a week"


PER_DAY = {
    Frequency.DAILY: Fraction(1),
    Frequency.TWICE: Fraction(2),
    Frequency.THREE_TIMES: Fraction(3),
    Frequency.FOUR_TIMES: Fraction(4),
    Frequency.AT_NIGHT: Fraction(1),
    Frequency.EVERY_OTHER_DAY: Fraction(1, 2),
    Frequency.WEEKLY: Fraction(1, 7),
}


class ConsentKind(Choice):
    """How the patient agreed to a longer supply."""

    SIGNED = "signed", "签字", "Signed"
    CODE = "code", "验证码确认", "Confirmed by code"
    VERBAL = "verbal", "口头同意，有见证人", "Spoken, with a witness"


# The norm asks for a signature or another confirmation; spoken consent needs a witness.
CONSENT_KINDS = tuple(ConsentKind)


class AuditAct(Choice):
    """What a pharmacist says of an order, and what the doctor answers."""

    PASS = "pass", "审核通过", "Passed"
    QUERY = "query", "提出疑问", "Queried"
    REJECT = "reject", "不予通过", "Rejected"
    ANSWER = "answer", "医生回复", "Answered"


class Way(Choice):
    """How the medicine reaches the patient."""

    COUNTER = "counter", "窗口领取", "At the counter"
    HOME = "home", "送药上门", "Brought home"
    DELIVERY = "delivery", "物流配送", "Delivered by a carrier"
    RETAIL = "retail", "定点零售药店", "Designated pharmacy"


class Relation(Choice):
    """Who collects it."""

    SELF = "self", "本人", "The patient"
    SPOUSE = "spouse", "配偶", "Spouse"
    CHILD = "child", "子女", "Child"
    PARENT = "parent", "父母", "Parent"
    RELATIVE = "relative", "其他亲属", "Other relative"
    NEIGHBOUR = "neighbour", "邻居或村干部", "Neighbour or village official"
    TEAM = "team", "家庭医生团队代领", "The family-doctor team"


class EarlyReason(Choice):
    """Why medicine is given out before its window opens."""

    TRAVEL = "travel", "外出", "Travel"
    LOST = "lost", "遗失或损坏", "Lost or damaged"
    HOLIDAY = "holiday", "节假日前", "Before holidays"
    WEATHER = "weather", "恶劣天气或交通不便", "Weather or roads"
    DOSE_RAISED = "dose_raised", "医嘱调整剂量", "Dose changed by the doctor"
    OTHER = "other", "其他", "Other"


class ReturnReason(Choice):
    """Why medicine comes back."""

    NOT_DELIVERED = "not_delivered", "配送未送达", "Not delivered"
    WRONGLY_DISPENSED = "wrongly_dispensed", "发药差错", "Wrongly dispensed"
    QUALITY = "quality", "药品质量问题", "Quality of the medicine"
    ADVERSE_REACTION = "adverse_reaction", "不良反应停药", "Stopped for a reaction"
    DIED = "died", "患者死亡", "Patient died"


class MovementKind(Choice):
    """What changes the stock of a lot."""

    RECEIVED = "received", "入库", "Received"
    DISPENSED = "dispensed", "发药", "Dispensed"
    RETURNED = "returned", "退回", "Returned"
    WRITTEN_OFF = "written_off", "报损", "Written off"
    TRANSFERRED = "transferred", "调拨", "Transferred"
    COUNTED = "counted", "盘点调整", "Stock-taking"


class BatchStatus(Choice):
    """Where a workbook of a formulary stands."""

    TRIED = "tried", "已试算", "Tried"
    DONE = "done", "已导入", "Imported"
    UNDONE = "undone", "已撤销", "Undone"


class SupplyState(Choice):
    """Where a request for medicine from the county stands."""

    ASKED = "asked", "已申领", "Asked"
    SENT = "sent", "已发出", "Sent"
    RECEIVED = "received", "已收货", "Received"
    DECLINED = "declined", "不能供应", "Declined"
    CANCELLED = "cancelled", "已取消", "Cancelled"


class FollowUpDecision(Choice):
    """What a follow-up of an order comes to."""

    CONTINUE = "continue", "继续", "Continue"
    ADJUST = "adjust", "调整", "Adjust"
    STOP = "stop", "停用", "Stop"


class ClaimState(Choice):
    """Where a handing over stands with the insurer."""

    TOLD = "told", "已报医保", "Told the insurer"
    PAID = "paid", "医保已结算", "Settled"
    REFUSED = "refused", "医保拒付", "Refused by the insurer"
