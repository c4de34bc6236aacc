"""Words of assurance: states of findings, results of audits, outcomes of re-interviews."""

from jiayi.foundation.core.choices import Choice


class FindingState(Choice):
    """Where a finding stands; nothing follows by itself."""

    OPEN = "open", "待核查", "Open"
    UNDER_REVIEW = "under_review", "核查中", "Under review"
    EXPLAINED = "explained", "已说明", "Explained"
    CONFIRMED = "confirmed", "属实", "Confirmed"
    DISMISSED = "dismissed", "排除", "Dismissed"
    WITHDRAWN = "withdrawn", "不再成立", "No longer holds"  # by the detector, before anybody took it


UNCLOSED = (FindingState.OPEN, FindingState.UNDER_REVIEW)
CONCLUSIONS = (FindingState.EXPLAINED, FindingState.CONFIRMED, FindingState.DISMISSED)


class Subject(Choice):
    """Whom a finding is about."""

    PRACTITIONER = "practitioner", "个人", "Practitioner"
    TEAM = "team", "团队", "Team"


class EvidenceKind(Choice):
    """What a piece of evidence is."""

    RECORD = "record", "服务记录", "Record of care"
    AGREEMENT = "agreement", "协议", "Agreement"
    RESIDENT = "resident", "居民", "Resident"


class Absence(Choice):
    """Why somebody cannot have been served, or a signature not stand."""

    DIED = "died", "已死亡", "Had died"
    MOVED = "moved", "已迁出", "Had moved away"
    ELSEWHERE = "elsewhere", "外出期间", "Was living elsewhere"
    IN_HOSPITAL = "in_hospital", "住院期间", "Was in hospital"


class SignatureFault(Choice):
    """What is wrong with a signature."""

    REPEATED = "repeated", "签名图重复", "Image used before"
    STRANGER = "stranger", "签字人不在该户", "Signer of another household"


class Verdict(Choice):
    """What the auditor found of one field."""

    AGREES = "agrees", "一致", "Agrees"
    DIFFERS = "differs", "不一致", "Differs"
    MISSING = "missing", "应填未填", "Lacks a value"
    UNPROVEN = "unproven", "无法核实", "Cannot be verified"


class AuditResult(Choice):
    """What an audited record came to."""

    CONSISTENT = "consistent", "相符", "Consistent"
    MINOR = "minor", "轻微不符", "Minor differences"
    SERIOUS = "serious", "严重不符", "Serious differences"
    FORGED = "forged", "虚假记录", "Forged"


class ItemState(Choice):
    """Where an audited record stands."""

    PENDING = "pending", "待审核", "To be audited"
    TO_CORRECT = "to_correct", "待更正", "To be corrected"
    CORRECTED = "corrected", "已更正待复核", "Corrected, to be looked at"
    CLOSED = "closed", "已办结", "Done"


class Outcome(Choice):
    """What a re-interview came to (domain 6.4)."""

    MATCH = "match", "相符", "Match"
    PARTIAL = "partial", "部分相符", "Partial match"
    MISMATCH = "mismatch", "不符", "Mismatch"
    REFUSED = "refused", "拒绝回答", "Refused"
    UNREACHABLE = "unreachable", "联系不上", "Unreachable"
    WRONG_NUMBER = "wrong_number", "号码错误", "Wrong number"


JUDGED = (Outcome.MATCH, Outcome.PARTIAL, Outcome.MISMATCH)


class CallResult(Choice):
    """What came of one call."""

    NO_ANSWER = "no_answer", "无人接听", "No answer"
    SWITCHED_OFF = "switched_off", "关机或停机", "Switched off"
    CALL_BACK = "call_back", "约定再打", "Asked to call again"
    WRONG_NUMBER = "wrong_number", "号码错误", "Wrong number"
    REFUSED = "refused", "拒绝回答", "Refused"
    ANSWERED = "answered", "接受回访", "Answered"


class CaseState(Choice):
    """Where somebody to be asked stands."""

    WAITING = "waiting", "待回访", "Waiting"
    CALLING = "calling", "回访中", "Being called"
    CLOSED = "closed", "已完成", "Done"
