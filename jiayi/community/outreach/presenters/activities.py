"""The list of activities in words."""

import datetime as dt
from collections.abc import Callable
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiayi.community.outreach import permissions, selectors
from jiayi.community.outreach.models import Activity
from jiayi.community.outreach.terms import TOOK_PLACE, ActivityKind, ActivityState
from jiayi.foundation.base.signs import joined
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter, date_filter, flag_filter
from jiayi.foundation.ui.wording import label_of, options_of, people_of, time_of, weekday_of, word_of
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people

from .words import reason_of, state_of

_CELLS = (
    ("held_on", gettext_noop("日期")),
    ("time", gettext_noop("时间")),
    ("kind", gettext_noop("类别")),
    ("title", gettext_noop("名称")),
    ("topic", gettext_noop("主题")),
    ("region", gettext_noop("村（社区）")),
    ("place", gettext_noop("地点")),
    ("team", gettext_noop("团队")),
    ("institution", gettext_noop("机构")),
    ("tags", gettext_noop("结合的项目")),
    ("expert", gettext_noop("外请专家")),
    ("co_host", gettext_noop("联办单位")),
    ("channels", gettext_noop("宣传渠道")),
    ("state", gettext_noop("状态")),
    ("reason", gettext_noop("取消原因")),
    ("summary", gettext_noop("活动小结")),
)
_COUNTS = (
    ("contract_minutes", gettext_noop("介绍签约服务（分钟）")),
    ("attended", gettext_noop("参加人数")),
    ("named", gettext_noop("按姓名签到")),
    ("given", gettext_noop("发放资料")),
    ("asked", gettext_noop("现场调查")),
    ("satisfied", gettext_noop("满意")),
    ("aware", gettext_noop("知道家庭医生")),
)
ACTIVITY_COLUMNS = [Column(title, itemgetter(name)) for name, title in _CELLS] + [
    Column(title, itemgetter(name), "quantity") for name, title in _COUNTS
]
UPCOMING, PAST = "upcoming", "past"


def activity_list(viewer: Viewer, on: dt.date, chosen_region: str) -> ListSpec:
    """What the list can be narrowed and sorted by."""
    places = organization.place_choices(viewer, permissions.READ, chosen_region)
    teams = organization.team_choices(viewer, permissions.READ, on)
    times = [(UPCOMING, _("今天及以后")), (PAST, _("过去"))]
    return ListSpec(
        filters=(
            choice_filter("when", gettext_noop("时段"), times, apply=_at_time(on)),
            choice_filter("kind", gettext_noop("类别"), options_of(ActivityKind)),
            choice_filter("state", gettext_noop("状态"), options_of(ActivityState)),
            choice_filter("topic", gettext_noop("主题"), listed_codes("outreach.topics")),
            choice_filter("tag", gettext_noop("结合的项目"), listed_codes("outreach.tags"), apply=tied_by("tags")),
            choice_filter(
                "channel", gettext_noop("宣传渠道"), listed_codes("publicity.channels"), apply=tied_by("channels")
            ),
            flag_filter("joint", gettext_noop("与其他单位联办"), lambda rows, yes: rows.exclude(co_host="")),
            choice_filter("region", gettext_noop("地区"), places, apply=people.in_region),
            choice_filter("team", gettext_noop("团队"), teams, lookup="team_id"),
            date_filter("since", gettext_noop("从"), "held_on__gte"),
            date_filter("until", gettext_noop("到"), "held_on__lte"),
            flag_filter("short", gettext_noop("不计入次数"), lambda rows, yes: rows.filter(counts=False)),
        ),
        sorts=(
            Sort("day", gettext_noop("日期"), ("-held_on", "-begins_at", "-id")),
            Sort("team", gettext_noop("团队"), ("team__name", "-held_on", "-id")),
            Sort("attended", gettext_noop("参加人数"), ("-attended", "-held_on", "-id")),
        ),
    )


def activity_row(activity: Activity) -> dict[str, Any]:
    """A line of the list, and of a file."""
    sign = state_of(activity)
    same = ("id", "held_on", "title", "place", "attended", "given", "asked", "satisfied", "aware", "summary", "counts")
    return {name: getattr(activity, name) for name in (*same, "contract_minutes", "expert", "co_host")} | {
        "weekday": weekday_of(activity.held_on),
        "time": time_of(activity.begins_at, activity.ends_at),
        "kind": label_of(ActivityKind, activity.kind),
        "topic": word_of(activity.topic),
        "tags": words_in_line(activity.tags),
        "channels": words_in_line(activity.channels),
        "region": activity.region.name,
        "team": activity.team.name,
        "institution": activity.institution.name,
        "state": sign["label"],
        "sign": sign,
        "reason": reason_of(activity),
        "took_place": activity.state in TOOK_PLACE,
        "named": getattr(activity, "named", 0),
        "kept": getattr(activity, "kept", 0),
    }


def words_in_line(codes: list[str]) -> str:
    """Programmes or channels in one line."""
    return str(joined([word_of(code) for code in codes]))


def activity_page(activity: Activity) -> dict[str, Any]:
    """The particulars of an activity as its page shows them."""
    row = activity_row(activity)
    about = [
        (_("时间"), f"{row['time']} {row['weekday']}"),
        (_("地点"), f"{row['region']} {row['place']}"),
        (_("主题"), row["topic"] or "—"),
        (_("团队"), row["team"]),
        (_("机构"), row["institution"]),
        (_("参加的团队成员"), people_of(activity.staff.all()) or "—"),
        (_("外请专家"), activity.expert or "—"),
        (_("联办单位"), activity.co_host or "—"),
        (_("宣传渠道"), row["channels"] or "—"),
        (_("结合的项目"), row["tags"] or "—"),
    ]
    if activity.contract_minutes is not None:
        about.append((_("其中介绍签约服务"), _("%(n)s 分钟") % {"n": activity.contract_minutes}))
    return {"row": row, "about": about, "note": activity.note}


def listed_codes(key: str) -> list[tuple[str, str]]:
    """Every code that any scheme names in this list, in words."""
    book = rulebook()
    values = [value.value for value in book.parameters[key].values]
    for scheme in book.schemes.values():
        values += [value.value for value in scheme.overrides.get(key, ())]
    return selectors.words_of(list(dict.fromkeys(code for codes in values for code in codes)))


def _at_time(on: dt.date) -> Callable[[Any, str], Any]:
    narrowed = {UPCOMING: {"held_on__gte": on}, PAST: {"held_on__lt": on}}
    return lambda rows, value: rows.filter(**narrowed[value])


def tied_by(column: str) -> Callable[[Any, str], Any]:
    """Rows whose list of codes holds the one chosen."""
    return lambda rows, code: rows.filter(**{f"{column}__contains": [code]})
