"""Words and value types of packages that institutions compose."""

from dataclasses import dataclass, field

from jiayi.foundation.core.choices import Choice


class Grade(Choice):
    """How much a package holds (S3-13)."""

    BASIC = "basic", "基础包", "Basic package"
    PRIMARY = "primary", "初级包", "Primary package"
    INTERMEDIATE = "intermediate", "中级包", "Intermediate package"
    ADVANCED = "advanced", "高级包", "Advanced package"


class VersionState(Choice):
    """How far a version of a package has come; one that is published holds from its first day."""

    DRAFT = "draft", "草稿", "Draft"
    SUBMITTED = "submitted", "待审核", "Awaiting approval"
    RETURNED = "returned", "已退回", "Returned"
    APPROVED = "approved", "已批准，待发布", "Approved, not published"
    PUBLISHED = "published", "已发布", "Published"


# The institution still works on it, or the bureau looks at it; a package has one such version at a time.
IN_WORK = (VersionState.DRAFT.value, VersionState.SUBMITTED.value, VersionState.RETURNED.value)
# Its content may still change.
CHANGEABLE = (VersionState.DRAFT.value, VersionState.RETURNED.value)


class Standing(Choice):
    """Where a version stands on a day, as people speak of it."""

    DRAFT = "draft", "草稿", "Draft"
    SUBMITTED = "submitted", "待审核", "Awaiting approval"
    RETURNED = "returned", "已退回", "Returned"
    APPROVED = "approved", "已批准，待发布", "Approved, not published"
    UPCOMING = "upcoming", "已发布，待生效", "Published, not in force yet"
    IN_FORCE = "in_force", "在用", "In force"
    REPLACED = "replaced", "已由新版取代", "Replaced by a new version"
    WITHDRAWN = "withdrawn", "已停用", "Withdrawn"


class EndKind(Choice):
    """Why a version is on offer no longer."""

    REPLACED = "replaced", "由新版取代", "Replaced by a new version"
    WITHDRAWN = "withdrawn", "停用", "Withdrawn"


class PackageAct(Choice):
    """What was done with a version of a package."""

    COMPOSED = "composed", "编制", "Composed"
    CHANGED = "changed", "修改", "Changed"
    SUBMITTED = "submitted", "提交审核", "Submitted"
    TAKEN_BACK = "taken_back", "撤回提交", "Taken back"
    RETURNED = "returned", "退回", "Returned"
    APPROVED = "approved", "批准", "Approved"
    PUBLISHED = "published", "发布", "Published"
    WITHDRAWN = "withdrawn", "停用", "Withdrawn"
    CALLED_OFF = "called_off", "取消发布", "Publication called off"
    DISCARDED = "discarded", "删除", "Discarded"


class ItemKind(Choice):
    """The eleven contents of the national paper of 2018, of which items are kinds."""

    MEDICAL = "medical", "基本医疗", "Basic medical service"
    PUBLIC_HEALTH = "public_health", "公共卫生", "Public health"
    HEALTH_MANAGEMENT = "health_management", "健康管理", "Health management"
    EDUCATION = "education", "健康教育与咨询", "Education and consultation"
    BOOKING = "booking", "优先预约", "Priority booking"
    REFERRAL = "referral", "优先转诊", "Priority referral"
    HOME_VISIT = "home_visit", "出诊服务", "Home visits"
    MEDICATION = "medication", "药品配送与用药指导", "Medicine delivery and guidance"
    LONG_TERM_PRESCRIPTION = "long_term_prescription", "长期处方", "Long-term prescription"
    TCM = "tcm", "中医药“治未病”", "Preventive TCM"
    OTHER = "other", "其他", "Other"


# Least and most of each number of a package; what lies outside is a slip of the pen.
PACKAGE_BOUNDS = {
    "quantity": (1, 366),
    "interval_days": (1, 366),
    "per_household": (1, 20),
    "service_months": (1, 36),
    "payers_fen": (0, 100_000_000),
}


@dataclass(frozen=True, kw_only=True)
class PackageLine:
    """So many of an item in an agreement year. `interval_days` lie between two of them at least, `per_household`
    members of a household may hold it, `benefit` is a class of 专免补惠."""

    item: str
    quantity: int
    interval_days: int | None = None
    per_household: int | None = None
    benefit: str = ""


@dataclass(frozen=True, kw_only=True)
class PackageContent:
    """What an institution composes: amounts in fen a person and year by payer, months of service (None: the term)."""

    name_zh: str
    name_en: str = ""
    grade: str
    groups: tuple[str, ...] = ()
    lines: tuple[PackageLine, ...] = ()
    payers_fen: dict[str, int] = field(default_factory=dict)
    service_months: int | None = None
    note: str = ""
