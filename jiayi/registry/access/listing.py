"""The accounts as a list: what it can be narrowed by, and its columns in a file."""

from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiayi.foundation.base import clock
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter, flag_filter

from . import posts, presenters, selectors


def accounts_list() -> ListSpec:
    """By state and by post held today."""
    labels = [(code, posts.label_of(code, translation.get_language())) for code in posts.codes()]
    return ListSpec(
        sorts=(
            Sort("username", gettext_noop("用户名"), ("username",)),
            Sort("name", gettext_noop("姓名"), ("name", "username")),
            Sort("created", gettext_noop("开立时间"), ("-created_at", "-id")),
        ),
        filters=(
            choice_filter(
                "state", gettext_noop("状态"), [("active", _("正常")), ("disabled", _("已停用"))], apply=_in_state
            ),
            choice_filter("post", gettext_noop("岗位"), labels, apply=_in_post),
            flag_filter("without_post", gettext_noop("没有岗位"), lambda rows, _flag: rows.exclude(_held_today())),
        ),
    )


COLUMNS = [
    Column(gettext_noop("用户名"), lambda user: user.username),
    Column(gettext_noop("姓名"), lambda user: user.name),
    Column(gettext_noop("岗位"), presenters.post_names),
    Column(gettext_noop("状态"), lambda user: _("正常") if user.is_active else _("已停用")),
    Column(gettext_noop("最近登录"), lambda user: user.last_login),
]


def _in_state(rows: QuerySet, state: str) -> QuerySet:
    return rows.filter(is_active=state == "active")


def _in_post(rows: QuerySet, code: str) -> QuerySet:
    return rows.filter(_held_today(code))


def _held_today(code: str | None = None) -> Q:
    return selectors.holds_post(clock.today(), code)
