"""The part of the first page for the three administrators: accounts, posts, history. Nobody's data."""

from datetime import date, datetime, time

from django.utils.translation import gettext as _

from jiayi.foundation.audit import selectors as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.access import selectors as access
from jiayi.surfaces.workstation.permissions import ACCOUNT_MANAGE, POST_GRANT, RESIDENT_READ

from .addresses import address
from .cards import Card


def office_cards(viewer: Viewer, on: date) -> list[Card]:
    """What each office looks after, each a link to its list; none for other posts."""
    return [*_account_cards(viewer, on), *_history_cards(viewer, on)]


def _account_cards(viewer: Viewer, on: date) -> list[Card]:
    if not (viewer.can(ACCOUNT_MANAGE) or viewer.can(POST_GRANT)):
        return []
    rows, listed = access.users(viewer), address("access:users")
    active = rows.filter(is_active=True)
    without = active.exclude(access.holds_post(on)).count()
    disabled = rows.filter(is_active=False).count()
    return [
        Card(_("正常账号"), f"{active.count():,}", "", "users", "green", f"{listed}?state=active"),
        Card(
            _("没有岗位的账号"),
            f"{without:,}",
            _("须授予岗位才能使用") if without else "",
            "user-question",
            "yellow" if without else "secondary",
            f"{listed}?without_post=1&state=active",
        ),
        Card(_("已停用账号"), f"{disabled:,}", "", "user-off", "secondary", f"{listed}?state=disabled"),
    ]


def _history_cards(viewer: Viewer, on: date) -> list[Card]:
    """For the audit office alone: readers of the history who also see people have a first page of their own."""
    if not audit.may_read(viewer) or viewer.can(RESIDENT_READ):
        return []
    today = audit.entries(viewer).filter(at__gte=datetime.combine(on, time(), clock.SHANGHAI))
    reads = today.filter(resident_ids__len__gt=0)
    listed = f"{address('audit:entries')}?from={on.isoformat()}"
    return [
        Card(_("今日审计记录"), f"{today.count():,}", "", "history", "azure", listed),
        Card(_("其中涉及居民资料"), f"{reads.count():,}", _("查阅或修改"), "eye", "yellow", listed),
    ]
