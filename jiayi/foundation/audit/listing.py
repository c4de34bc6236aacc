"""The history as a list: what it can be narrowed by, and its columns in a file."""

from django.utils.translation import gettext_noop

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter, date_filter, identifier_filter

from . import selectors
from .words import act_label, subject_label

COLUMNS = [
    Column(gettext_noop("编号"), lambda entry: entry.id),
    Column(gettext_noop("时间"), lambda entry: entry.at),
    Column(gettext_noop("操作人"), lambda entry: entry.actor_name),
    Column(gettext_noop("操作人编号"), lambda entry: entry.actor_id),
    Column(gettext_noop("代医生"), lambda entry: entry.on_behalf_of),
    Column(gettext_noop("操作"), lambda entry: act_label(entry.act)),
    Column(gettext_noop("操作代码"), lambda entry: entry.act),
    Column(gettext_noop("对象"), lambda entry: subject_label(entry.subject_kind)),
    Column(gettext_noop("对象编号"), lambda entry: entry.subject_ids),
    Column(gettext_noop("居民编号"), lambda entry: entry.resident_ids),
    Column(gettext_noop("请求编号"), lambda entry: entry.request_id),
    Column(gettext_noop("来源地址"), lambda entry: entry.address),
]


def history_list(viewer: Viewer) -> ListSpec:
    """By actor, act, days and subject; the newest first."""
    return ListSpec(
        sorts=(Sort("time", gettext_noop("时间"), ("-id",)),),
        filters=(
            choice_filter(
                "actor",
                gettext_noop("操作人"),
                [(str(actor_id), name) for actor_id, name in selectors.actors(viewer)],
                lookup="actor_id",
            ),
            choice_filter("act", gettext_noop("操作"), [(act, act_label(act)) for act in selectors.acts(viewer)]),
            date_filter("from", gettext_noop("从"), "at__date__gte"),
            date_filter("to", gettext_noop("到"), "at__date__lte"),
            identifier_filter(
                "subject",
                gettext_noop("对象或居民编号"),
                lambda rows, identifier: rows.filter(selectors.concerns(identifier)),
            ),
        ),
    )
