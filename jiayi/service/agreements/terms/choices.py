"""Words of the agreements room."""

from jiayi.foundation.core.choices import Choice


class Kind(Choice):
    """What an agreement is in a resident's chain of agreements."""

    FIRST = "first", "首次签约", "First"
    RENEWAL = "renewal", "续签", "Renewal"
    SUPPLEMENTARY = "supplementary", "补充协议", "Supplementary"


class Unit(Choice):
    """Who signs together (S3-32)."""

    PERSON = "person", "个人签约", "By person"
    HOUSEHOLD = "household", "家庭签约", "By household"


class Party(Choice):
    """With whom (S2.6-10, S3-09)."""

    TEAM = "team", "签约团队", "Team"
    DOCTOR = "doctor", "家庭医生个人", "One doctor"


class State(Choice):
    """Where an agreement stands in its life."""

    DRAFT = "draft", "草稿", "Draft"
    PENDING = "pending", "待确认", "Awaiting confirmation"
    SCHEDULED = "scheduled", "待生效", "Scheduled"
    ACTIVE = "active", "生效中", "In force"
    SUSPENDED = "suspended", "暂停", "Suspended"
    RENEWED = "renewed", "已续签", "Renewed"
    CHANGED = "changed", "已变更", "Changed"
    TRANSFERRED = "transferred", "已转签", "Transferred"
    TERMINATED = "terminated", "已解约", "Terminated"
    EXPIRED = "expired", "已到期", "Expired"
    VOID = "void", "作废", "Void"


# One whose term runs now, served or not for the moment; a resident has at most one such principal agreement.
RUNNING = (State.ACTIVE.value, State.SUSPENDED.value)
# A resident with a principal agreement in one of these is signed and counted.
IN_FORCE = (State.SCHEDULED.value, *RUNNING)
# Being prepared: nobody is bound yet and nothing is counted.
UNSIGNED = (State.DRAFT.value, State.PENDING.value)


class SuspensionReason(Choice):
    """Why an agreement rests for a while."""

    IN_HOSPITAL = "in_hospital", "住院治疗", "In hospital"
    AWAY = "away", "临时外出", "Away for a while"
    IN_CARE = "in_care", "入住养老或护理机构", "In a care home"
    OTHER = "other", "其他", "Other"


class SignerCapacity(Choice):
    """As what the signer put the name."""

    SELF = "self", "本人", "Self"
    HEAD = "head", "户主", "Head of household"
    REPRESENTATIVE = "representative", "家庭代表", "Representative of the household"
    GUARDIAN = "guardian", "监护人", "Guardian"


class DocumentShown(Choice):
    """What was shown at signing (S2.7-20: household book or residence permit)."""

    IDENTITY_CARD = "identity_card", "居民身份证", "Identity card"
    HOUSEHOLD_BOOK = "household_book", "户口簿", "Household book"
    RESIDENCE_PERMIT = "residence_permit", "居住证", "Residence permit"
    SOCIAL_SECURITY_CARD = "social_security_card", "社会保障卡", "Social-security card"
    BIRTH_CERTIFICATE = "birth_certificate", "出生医学证明", "Birth certificate"


class SignWay(Choice):
    """How it came to the signature (S2.7-05: full notice, active, door-to-door, group signing)."""

    FULL_NOTICE = "full_notice", "告知后签约", "After full notice"
    ACTIVE = "active", "主动签约", "Active signing"
    DOOR_TO_DOOR = "door_to_door", "上门签约", "Door-to-door signing"
    GROUP = "group", "集中签约", "Group signing"


class Channel(Choice):
    """Where an agreement came from (来源)."""

    WORKSTATION = "workstation", "工作站", "Workstation"
    HOME_VISIT = "home_visit", "上门签约", "Home visit"
    GROUP_EVENT = "group_event", "集中签约", "Group signing"
    API = "api", "接口", "API"
    IMPORT = "import", "批量导入", "Import"
    PORTAL = "portal", "居民端", "Resident's page"
    SILENT_RENEWAL = "silent_renewal", "自动续约", "Silent renewal"


class EndReason(Choice):
    """Why an agreement ended; those up to entry_error are the reasons of agreements.termination."""

    OWN_WISH = "own_wish", "本人要求", "Resident's own wish"
    SERVICE_NOT_PERFORMED = "service_not_performed", "未履约", "Service not performed"
    MOVED_AWAY = "moved_away", "迁出", "Moved away"
    DEATH = "death", "死亡", "Death"
    UNREACHABLE_ONE_YEAR = "unreachable_one_year", "连续一年无法联系", "Unreachable for a year"
    REFUSED_ONE_YEAR = "refused_one_year", "连续一年拒绝服务", "Refused service for a year"
    TEAM_DISSOLVED = "team_dissolved", "团队撤销", "Team dissolved"
    ENTRY_ERROR = "entry_error", "录入错误", "Entry error"
    TERM_OVER = "term_over", "协议到期", "Term over"
    RENEWAL = "renewal", "续签", "Renewed"
    CORRECTION = "correction", "更正", "Corrected by a replacement"
    TEAM_CHANGE = "team_change", "变更团队", "Moved to another team"
    MERGER = "merger", "档案合并", "Records merged"
    WITHDRAWN = "withdrawn", "未签署，已撤回", "Withdrawn unsigned"
    NOT_CONFIRMED = "not_confirmed", "逾期未确认", "Not confirmed in time"


# Those that agreements.termination knows; the others follow from what else happens.
TERMINATION_REASONS = (
    EndReason.OWN_WISH,
    EndReason.SERVICE_NOT_PERFORMED,
    EndReason.MOVED_AWAY,
    EndReason.DEATH,
    EndReason.UNREACHABLE_ONE_YEAR,
    EndReason.REFUSED_ONE_YEAR,
    EndReason.TEAM_DISSOLVED,
    EndReason.ENTRY_ERROR,
)


class RequestedBy(Choice):
    """Who asks for a termination."""

    RESIDENT = "resident", "居民", "Resident"
    TEAM = "team", "团队", "Team"


class RenewalStanding(Choice):
    """Where an agreement that ends soon stands on its way to renewal."""

    NOTICE_DUE = "notice_due", "待告知", "To be told"
    NOTIFIED = "notified", "已告知", "Told"
    OBJECTED = "objected", "不再续签", "Objected"
    RENEWED = "renewed", "已续签", "Renewed"


class RefusalReason(Choice):
    """Why a resident did not want to sign (S3-22)."""

    NO_NEED = "no_need", "认为不需要", "Sees no need"
    WORKS_ELSEWHERE = "works_elsewhere", "长期在外", "Lives elsewhere most of the year"
    HAS_OTHER_DOCTOR = "has_other_doctor", "已有固定医生", "Has another doctor"
    DISTRUST = "distrust", "不信任服务", "Does not trust the service"
    COST = "cost", "费用原因", "Cost"
    OTHER = "other", "其他", "Other"


class Payer(Choice):
    """Who pays a package."""

    INSURANCE_FUND = "insurance_fund", "医保预支付", "Insurance fund"
    PUBLIC_HEALTH = "public_health", "公卫补助", "Public-health fund"
    FISCAL = "fiscal", "财政补贴", "Fiscal subsidy"
    ACCOUNT = "account", "个人账户", "Family account"
    RESIDENT = "resident", "自费", "Resident"


class PrintState(Choice):
    """Whether a paper was printed (未打/已打/再打)."""

    NOT_PRINTED = "not_printed", "未打", "Not printed"
    PRINTED = "printed", "已打", "Printed"
    REPRINTED = "reprinted", "再打", "Printed again"


class EvidenceKind(Choice):
    """What shows that a paper was signed."""

    SCAN = "scan", "纸质协议扫描件", "Scan of the paper"
    DRAWN = "drawn", "手写签名", "Drawn signature"
    CODE = "code", "短信验证码", "One-time code"


class EntryState(Choice):
    """What became of a household in the queue of a signing session."""

    WAITING = "waiting", "待办", "Waiting"
    SIGNED = "signed", "已签", "Signed"
    REFUSED = "refused", "拒签", "Refused"
    ABSENT = "absent", "未到场", "Absent"


class BatchKind(Choice):
    """Acts on many agreements."""

    IMPORT = "import", "导入协议", "Import of agreements"
    RENEWAL = "renewal", "批量续签", "Renewal of many"


class BatchStatus(Choice):
    """How far an act on many agreements is."""

    UPLOADED = "uploaded", "试算中", "Being tried"
    CHECKED = "checked", "待确认", "Awaiting confirmation"
    DONE = "done", "已办理", "Done"
    UNDONE = "undone", "已撤销", "Undone"


class RowVerdict(Choice):
    """What becomes of a row."""

    ADDED = "added", "签约", "Signed"
    CHANGED = "changed", "变更", "Changed"
    ENDED = "ended", "解约", "Ended"
    RENEWED = "renewed", "续签", "Renewed"
    UNCHANGED = "unchanged", "无变化", "Unchanged"
    REJECTED = "rejected", "退回", "Rejected"


class ImportAct(Choice):
    """What a row of a workbook asks for."""

    ADD = "add", "新增", "Add"
    CHANGE = "change", "变更", "Change"
    END = "end", "解约", "End"


class VisitStanding(Choice):
    """What a local helper needs to know of a resident's agreement (S0-14)."""

    TO_ASK = "to_ask", "待动员", "To be asked"
    SIGNED = "signed", "已签约", "Signed"
    REFUSED = "refused", "暂不签约", "Does not want to"
