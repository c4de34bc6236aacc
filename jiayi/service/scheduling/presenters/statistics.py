"""Statistics of sessions by institution and month, and how villages stand with their rounds."""

from collections import Counter
from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext, gettext_noop

from jiayi.foundation.ui.cards import stat_cards
from jiayi.foundation.ui.charts import AXIS, bars, names_axis
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter
from jiayi.foundation.ui.wording import label_of, options_of
from jiayi.service.scheduling.selectors.statistics import MonthCount, VillageReach
from jiayi.service.scheduling.terms import SessionKind

from .monthly import month_and_place

_COUNTS = (
    ("planned", gettext_noop("安排")),
    ("held", gettext_noop("开诊")),
    ("cancelled", gettext_noop("停诊")),
    ("not_held", gettext_noop("未开诊")),
    ("places", gettext_noop("号数")),
    ("booked", gettext_noop("预约")),
    ("came", gettext_noop("预约到诊")),
    ("missed", gettext_noop("预约未到")),
    ("walked_in", gettext_noop("未预约到诊")),
)
COUNT_COLUMNS = [
    Column(gettext_noop("月份"), lambda row: row["month"]),
    Column(gettext_noop("机构"), itemgetter("institution")),
    Column(gettext_noop("类别"), itemgetter("kind")),
    *(Column(title, itemgetter(name), "quantity") for name, title in _COUNTS),
]
VILLAGE_COLUMNS = [
    Column(gettext_noop("村（社区）"), itemgetter("name")),
    Column(gettext_noop("团队"), itemgetter("team")),
    Column(gettext_noop("上次巡诊"), itemgetter("last_on")),
    Column(gettext_noop("下次巡诊"), itemgetter("next_on")),
    Column(gettext_noop("情况"), lambda row: row["sign"]["label"]),
]
_REACH_SIGNS = {"ok": ("green", "circle-check"), "due": ("yellow", "clock"), "never": ("red", "alert-triangle")}


def count_list(rows: Sequence[MonthCount]) -> ListSpec:
    """What the statistics can be narrowed and sorted by."""
    return ListSpec(
        filters=(
            *month_and_place(rows),
            choice_filter("kind", gettext_noop("类别"), options_of(SessionKind), apply=_of_kind),
        ),
        sorts=(
            Sort("month", gettext_noop("月份"), ("-month", "institution", "kind")),
            Sort("institution", gettext_noop("机构"), ("institution", "-month", "kind")),
            Sort("held", gettext_noop("开诊"), ("-held", "institution", "-month")),
            Sort("not_held", gettext_noop("未开诊"), ("-not_held", "institution", "-month")),
        ),
    )


def count_row(row: MonthCount) -> dict[str, Any]:
    """A line of the statistics."""
    return {name: getattr(row, name) for name, _ in _COUNTS} | {
        "month": row.month.strftime("%Y-%m"),
        "institution": row.institution,
        "kind": label_of(SessionKind, row.kind),
        "attended": row.attended,
    }


def totals(rows: Sequence[MonthCount]) -> list[dict[str, Any]]:
    """The figures above the table."""
    sums = Counter({name: sum(getattr(row, name) for row in rows) for name, _ in _COUNTS})
    held = f"{sums['held']:,} / {sums['planned']:,}"
    cards = (
        (gettext("开诊 / 安排"), held, "calendar-check", "green"),
        (gettext("停诊"), f"{sums['cancelled']:,}", "calendar-off", "secondary"),
        (gettext("未开诊"), f"{sums['not_held']:,}", "alert-triangle", "red"),
        (gettext("到诊人次"), f"{sums['came'] + sums['walked_in']:,}", "users", "azure"),
    )
    return stat_cards(cards)


def count_chart(rows: Sequence[MonthCount]) -> dict[str, Any] | None:
    """Sessions by month: held, called off, not held; None without any."""
    months = sorted({row.month for row in rows})
    if not months:
        return None
    parts = (
        ("held", gettext("开诊"), "#2b8a3e"),
        ("cancelled", gettext("停诊"), "#868e96"),
        ("not_held", gettext("未开诊"), "#b42318"),
    )
    series = []
    for name, title, colour in parts:
        sums = [sum(getattr(row, name) for row in rows if row.month == month) for month in months]
        series.append(bars(title, colour, sums, stack="all"))
    return {
        "legend": {"data": [title for _, title, _ in parts], "textStyle": AXIS, "top": 0},
        "tooltip": {"trigger": "axis"},
        "grid": {"left": 48, "right": 16, "top": 40, "bottom": 56},
        "xAxis": names_axis([month.strftime("%Y-%m") for month in months]),
        "yAxis": {"type": "value", "minInterval": 1, "axisLabel": AXIS},
        "series": series,
    }


def village_list(rows: Sequence[VillageReach]) -> ListSpec:
    """What the list of villages can be narrowed and sorted by."""
    teams = sorted({(str(row.team_id), row.team) for row in rows}, key=itemgetter(1))
    return ListSpec(
        filters=(
            choice_filter("standing", gettext_noop("情况"), _standings(), apply=_standing),
            choice_filter("team", gettext_noop("团队"), teams, apply=_of_team),
        ),
        sorts=(
            Sort("name", gettext_noop("村（社区）"), ("id",)),
            Sort("last", gettext_noop("上次巡诊"), ("reach.last_on", "id")),
            Sort("next", gettext_noop("下次巡诊"), ("reach.next_on", "id")),
        ),
    )


def village_row(row: VillageReach) -> dict[str, Any]:
    """A line of the list of villages."""
    colour, icon = _REACH_SIGNS[row.reach.state]
    label = dict(_standings())[row.reach.state]
    return {
        "id": row.id,
        "name": row.name,
        "team": row.team,
        "team_id": row.team_id,
        "last_on": row.reach.last_on,
        "next_on": row.reach.next_on,
        "sign": {"label": label, "colour": colour, "icon": icon},
    }


def _standings() -> list[tuple[str, str]]:
    return [("ok", gettext("按期巡诊")), ("due", gettext("间隔过长")), ("never", gettext("没有巡诊"))]


def _of_kind(rows: list[MonthCount], kind: str) -> list[MonthCount]:
    return [row for row in rows if row.kind == kind]


def _standing(rows: list[VillageReach], state: str) -> list[VillageReach]:
    return [row for row in rows if row.reach.state == state]


def _of_team(rows: list[VillageReach], team: str) -> list[VillageReach]:
    return [row for row in rows if str(row.team_id) == team]
