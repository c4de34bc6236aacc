"""The workstation's left navigation: what stands where, and which permission shows it."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext, gettext_noop, pgettext

from jiayi.foundation.base.signs import joined
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook


@dataclass(frozen=True)
class Entry:
    """One line of the navigation; short stands under the icon on a phone, section heads a new group."""

    label: str
    route: str
    icon: str
    permission: str | tuple[str, ...] | None = None  # any of several
    short: str | None = None
    section: str = ""


def pgettext_noop(context: str, text: str) -> str:
    """Marks a text that reads otherwise over a list of many than beside one."""
    return text


# Pages of a region: whoever works where no region belongs to it, as in a county hospital, would find nothing there.
OF_A_REGION = {
    "indicators:board_home",
    "indicators:coverage_home",
    "indicators:tables_home",
    "indicators:closes",
    "prescriptions:board",
}
MEDICINES = gettext_noop("用药")
ORGANIZATION = gettext_noop("组织")
ASSURANCE = gettext_noop("真实性")
ENTRIES = [
    Entry(gettext_noop("首页"), "workstation:home", "home"),
    Entry(gettext_noop("待办事项"), "tasks:tasks", "checklist", "task_read", short=gettext_noop("待办")),
    Entry(gettext_noop("查找居民"), "workstation:search", "user-search", "resident_read", short=gettext_noop("查找")),
    Entry(gettext_noop("走访名单"), "agreements:visits", "walk", "visit_list_read", short=gettext_noop("走访")),
    Entry(gettext_noop("入户走访单"), "workstation:round_sheet", "route", "record_write", short=gettext_noop("走访单")),
    Entry(gettext_noop("待签名单"), "agreements:to_sign", "list-check", "agreement_read", short=gettext_noop("待签")),
    Entry(gettext_noop("在管人员"), "care:enrolments", "heartbeat", "record_read", short=gettext_noop("在管")),
    Entry(gettext_noop("服务记录"), "care:records", "clipboard-heart", "record_read", short=gettext_noop("记录")),
    Entry(gettext_noop("导入历史记录"), "care:imports", "file-import", "record_import", short=gettext_noop("导入记录")),
    Entry(
        gettext_noop("门诊和巡诊"),
        "scheduling:sessions",
        "calendar-event",
        "session_read",
        short=gettext_noop("门诊"),
    ),
    Entry(gettext_noop("健康计划审核"), "care:plans", "clipboard-check", "plan_review", short=gettext_noop("计划审核")),
    Entry(gettext_noop("健康活动"), "outreach:activities", "speakerphone", "outreach_read", short=gettext_noop("活动")),
    Entry(
        gettext_noop("功能社区"),
        "communities:communities",
        "building-community",
        "community_read",
        short=gettext_noop("社区"),
    ),
    Entry(gettext_noop("社区卫生调查"), "care:surveys", "clipboard-list", "record_read", short=gettext_noop("村调查")),
    Entry(gettext_noop("居民诉求"), "engagement:appeals", "message-2", "engagement_read", short=gettext_noop("诉求")),
    Entry(gettext_noop("共享资源"), "scheduling:resources", "share", "slot_read", short=gettext_noop("号源")),
    Entry(
        gettext_noop("双向转诊"), "referral:referrals", "arrows-exchange", "referral_read", short=gettext_noop("转诊")
    ),
    Entry(gettext_noop("会诊"), "care:consultations", "messages", "consultation_read"),
    Entry(
        gettext_noop("就诊数据"), "insurance:visits", "report-money", "insured_visit_read", short=gettext_noop("就诊")
    ),
    Entry(
        gettext_noop("转诊医保审批"), "referral:approvals", "receipt", "referral_approve", short=gettext_noop("审批")
    ),
    Entry(gettext_noop("集中签约"), "agreements:sessions", "signature", "agreement_sign"),
    Entry(
        gettext_noop("待续签名单"),
        "agreements:to_renew",
        "calendar-due",
        "agreement_read",
        short=gettext_noop("待续"),
    ),
    Entry(
        gettext_noop("签而未服名单"),
        "fulfilment:unserved",
        "user-exclamation",
        "fulfilment_read",
        short=gettext_noop("签而未服"),
    ),
    Entry(
        gettext_noop("签约协议"), "agreements:list", "file-text", "agreement_read", short=pgettext_noop("list", "协议")
    ),
    Entry(gettext_noop("服务包"), "agreements:packages", "packages", "package_read"),
    Entry(gettext_noop("拒签登记"), "agreements:refusals", "ban", "refusal_record"),
    Entry(gettext_noop("指标看板"), "indicators:board_home", "dashboard", "coverage_read", short=gettext_noop("指标")),
    Entry(
        gettext_noop("签约覆盖率"),
        "indicators:coverage_home",
        "chart-bar",
        "coverage_read",
        short=gettext_noop("覆盖率"),
    ),
    Entry(
        gettext_noop("社区诊断报告"),
        "workstation:community_reports",
        "report-medical",
        "community_report_write",
        short=gettext_noop("诊断"),
    ),
    Entry(gettext_noop("团队考核"), "performance:assessments", "trophy", "performance_read"),
    Entry(gettext_noop("考核通报"), "performance:circulars", "speakerphone", "performance_read"),
    Entry(gettext_noop("补助结算"), "performance:settlements", "coins", "subsidy_read"),
    Entry(gettext_noop("统计报表"), "indicators:tables_home", "table", "coverage_read", short=gettext_noop("报表")),
    Entry(gettext_noop("指标预警"), "indicators:alarms", "alert-triangle", "target_alarm_answer"),
    Entry(gettext_noop("指标封存"), "indicators:closes", "lock", "coverage_read"),
    Entry(gettext_noop("目标责任书"), "indicators:letters", "file-certificate", "target_letter_read"),
    Entry(gettext_noop("团队工作量"), "agreements:loads", "gauge", "workload_read", short=gettext_noop("工作量")),
    Entry(gettext_noop("居民名册"), "people:residents", "users", "resident_read", short=pgettext_noop("list", "居民")),
    Entry(gettext_noop("家庭档案"), "people:households", "home-2", "resident_read"),
    Entry(gettext_noop("合并记录"), "people:mergers", "git-merge", "resident_merge"),
    Entry(gettext_noop("导入花名册"), "people:rosters", "table-import", "roster_import", short=gettext_noop("导入")),
    Entry(
        gettext_noop("长期处方"), "prescriptions:prescriptions", "prescription", "prescription_read", section=MEDICINES
    ),
    Entry(gettext_noop("待领药名单"), "prescriptions:refills", "calendar-due", "prescription_read", section=MEDICINES),
    Entry(gettext_noop("待审处方"), "prescriptions:audits", "checklist", "prescription_audit", section=MEDICINES),
    Entry(gettext_noop("发药窗口"), "prescriptions:counter", "qrcode", "prescription_dispense", section=MEDICINES),
    Entry(
        gettext_noop("药品不良反应"),
        "prescriptions:reactions",
        "alert-triangle",
        "prescription_read",
        section=MEDICINES,
    ),
    Entry(gettext_noop("政策告知"), "prescriptions:notices", "speakerphone", "service_record", section=MEDICINES),
    Entry(
        gettext_noop("处方开展情况"),
        "prescriptions:offering",
        "building-hospital",
        "prescription_read",
        section=MEDICINES,
    ),
    Entry(gettext_noop("长期处方指标"), "prescriptions:board", "chart-bar", "prescription_read", section=MEDICINES),
    Entry(gettext_noop("药品目录"), "prescriptions:formulary", "list-details", "stock_read", section=MEDICINES),
    Entry(gettext_noop("药品库存"), "prescriptions:stock_home", "pill", "stock_read", section=MEDICINES),
    Entry(gettext_noop("药品申领"), "prescriptions:supply_requests", "truck-delivery", "stock_read", section=MEDICINES),
    Entry(
        gettext_noop("疑点核查"),
        "assurance:findings",
        "radar-2",
        ("suspicion_read", "suspicion_answer"),
        short=gettext_noop("疑点"),
        section=ASSURANCE,
    ),
    Entry(
        gettext_noop("档案审核"),
        "assurance:audits",
        "clipboard-search",
        ("record_audit", "audit_correct", "suspicion_read"),
        short=gettext_noop("审核"),
        section=ASSURANCE,
    ),
    Entry(
        gettext_noop("服务回访"),
        "assurance:interviews",
        "phone-check",
        ("interview_hold", "suspicion_read"),
        short=gettext_noop("回访"),
        section=ASSURANCE,
    ),
    Entry(gettext_noop("签约团队"), "organization:teams", "users-group", "team_read", section=ORGANIZATION),
    Entry(gettext_noop("公示栏"), "agreements:boards_home", "presentation", "team_read", section=ORGANIZATION),
    Entry(pgettext_noop("list", "机构"), "organization:institutions", "building-hospital", section=ORGANIZATION),
    Entry(
        gettext_noop("人员"), "organization:practitioners", "stethoscope", "practitioner_write", section=ORGANIZATION
    ),
    Entry(
        gettext_noop("五统一五公开"), "organization:checks", "clipboard-check", "publicity_check", section=ORGANIZATION
    ),
    Entry(gettext_noop("设备"), "organization:devices", "briefcase", "institution_write", section=ORGANIZATION),
    Entry(
        gettext_noop("机构团队调整"), "organization:reorganizations", "arrows-join", "reorganize", section=ORGANIZATION
    ),
    Entry(gettext_noop("区划"), "organization:regions", "map-2", "team_read", section=ORGANIZATION),
    Entry(gettext_noop("采用方案"), "workstation:adoption", "book-2", "scheme_adopt", section=gettext_noop("规则")),
    Entry(pgettext_noop("list", "账号"), "access:users", "users", "account_manage", section=gettext_noop("管理")),
    Entry(gettext_noop("账号与岗位"), "access:users", "users", "post_grant", section=gettext_noop("管理")),
    Entry(gettext_noop("岗位权限"), "access:posts", "shield-lock", "post_grant", section=gettext_noop("管理")),
    Entry(gettext_noop("审计日志"), "audit:entries", "history", "audit_read", section=gettext_noop("管理")),
]


def navigation(request: HttpRequest) -> dict:
    """The entries that this viewer may open, as template context."""
    viewer = getattr(request, "viewer", None)
    if viewer is None or viewer.actor_id is None:
        return {"navigation": [], "viewer_title": "", "may_search": False}
    shown = [entry for entry in ENTRIES if _may_open(viewer, entry)]
    lines = [_line(entry) for entry in shown]
    return {
        "navigation": _marked(_grouped(lines), request.path),
        "viewer_title": _title(viewer),
        "may_search": viewer.can("resident_read"),
    }


def _may_open(viewer: Viewer, entry: Entry) -> bool:
    asked = (entry.permission,) if isinstance(entry.permission, str) else entry.permission
    if asked is None:
        return True
    return any(
        viewer.can(permission) and (entry.route not in OF_A_REGION or _has_region(viewer, permission))
        for permission in asked
    )


def _has_region(viewer: Viewer, permission: str) -> bool:
    scope = viewer.scope(permission)
    return scope.everything or bool(scope.region_prefixes)


def _title(viewer: Viewer) -> str:
    """The viewer's posts in words."""
    posts = rulebook().posts
    held = dict.fromkeys(post.code for post in getattr(viewer, "posts", ()) if post.code in posts)
    return joined(posts[code].label(get_language() or "") for code in held)


def _line(entry: Entry) -> dict:
    return {
        "label": _words(entry.label),
        "short_label": _words(entry.short or entry.label),
        "url": reverse(entry.route),
        "icon": entry.icon,
        "section": gettext(entry.section) if entry.section else "",
        "is_active": False,
    }


def _words(label: str) -> str:
    words = pgettext("list", label)
    return words if words != label else gettext(label)


def _grouped(lines: list[dict]) -> list[dict]:
    """Keep a section's heading only above its first line."""
    heading = ""
    for line in lines:
        if line["section"] == heading:
            line["section"] = ""
        else:
            heading = line["section"]
    return lines


def _marked(lines: list[dict], path: str) -> list[dict]:
    """Mark the line whose address is the longest beginning of this page's path."""
    fitting = [line for line in lines if path == line["url"] or (line["url"] != "/" and path.startswith(line["url"]))]
    if fitting:
        max(fitting, key=lambda line: len(line["url"]))["is_active"] = True
    return lines
