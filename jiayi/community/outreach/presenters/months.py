"""Months of teams in words: the overview, one team's month, its paper."""

import datetime as dt
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from jiayi.community.outreach.models import Activity, MonthSummary
from jiayi.community.outreach.selectors import TeamMonth
from jiayi.community.outreach.terms import TOOK_PLACE, ActivityKind, MonthFigures
from jiayi.foundation.base.signs import joined
from jiayi.foundation.core.dates import add_months
from jiayi.foundation.ui.cards import stat_cards
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter
from jiayi.foundation.ui.wording import label_of, text_of, time_of

from .activities import activity_row
from .words import share_of, state_of

CHINESE = "zh-hans"
MONTHS = 12
MET, SHORT = "met", "short"
LACKS = {
    "activities": gettext_noop("活动"),
    "meetings": gettext_noop("例会"),
    "summaries": gettext_noop("小结"),
    "trainings": gettext_noop("培训"),
    "half_years": gettext_noop("半年总结"),
    "plans": gettext_noop("年度工作计划"),
}
_COUNTS = (
    ("activities", gettext_noop("开展活动")),
    ("counted", gettext_noop("计入次数")),
    ("asked_activities", gettext_noop("规定次数")),
    ("attended", gettext_noop("参加人数")),
    ("unarchived", gettext_noop("未归档")),
    ("meetings", gettext_noop("例会")),
    ("trainings", gettext_noop("培训")),
)
MONTH_COLUMNS = [
    Column(gettext_noop("月份"), itemgetter("month")),
    Column(gettext_noop("机构"), itemgetter("institution")),
    Column(gettext_noop("团队"), itemgetter("team")),
    *(Column(title, itemgetter(name), "quantity") for name, title in _COUNTS),
    Column(gettext_noop("月度小结"), lambda row: _("已写") if row["summaries"] else _("未写")),
    Column(gettext_noop("还差"), itemgetter("lacks")),
]


def month_list(rows: Sequence[TeamMonth], months: Sequence[tuple[str, str]]) -> ListSpec:
    """What the overview can be narrowed and sorted by."""
    places = sorted({(str(row.team.institution_id), row.team.institution_name) for row in rows}, key=itemgetter(1))
    standings = [(SHORT, _("未达到")), (MET, _("已达到"))]
    lacks = [(name, _(word)) for name, word in LACKS.items()]
    return ListSpec(
        filters=(
            choice_filter("month", gettext_noop("月份"), months, apply=lambda rows, month: rows),
            choice_filter("institution", gettext_noop("机构"), places, apply=_at),
            choice_filter("standing", gettext_noop("情况"), standings, apply=_of_standing),
            choice_filter("lacks", gettext_noop("还差"), lacks, apply=_lacking),
        ),
        sorts=(
            Sort("team", gettext_noop("团队"), ("team.institution_name", "team.name", "id")),
            Sort("missing", gettext_noop("还差"), ("-missing", "team.name", "id")),
            Sort("activities", gettext_noop("活动"), ("-figures.counted", "team.name", "id")),
            Sort("attended", gettext_noop("参加人数"), ("-figures.attended", "team.name", "id")),
        ),
    )


def month_row(row: TeamMonth) -> dict[str, Any]:
    """A line of the overview."""
    figures = row.figures
    names = ("activities", "counted", "attended", "unarchived", "meetings", "trainings", "summaries")
    return {name: getattr(figures, name) for name in names} | {
        "id": row.id,
        "month": row.month.strftime("%Y-%m"),
        "year": row.month.year,
        "number": row.month.month,
        "team": row.team.name,
        "institution": row.team.institution_name,
        "asked_activities": row.asked.get("activities"),
        "asked_meetings": row.asked.get("meetings"),
        "lacks": lacks_of(row),
        "is_met": not row.lacking,
    }


def lacks_of(row: TeamMonth) -> str:
    """What is missing in one line: 活动 1、例会 1."""
    return joined(f"{_(LACKS[name])} {count}" for name, count in row.lacking.items())


def month_choices(on: dt.date) -> list[tuple[str, str]]:
    """This month and those of the past year."""
    first = on.replace(day=1)
    months = [add_months(first, -number).strftime("%Y-%m") for number in range(MONTHS)]
    return [(month, month) for month in months]


def month_page(row: TeamMonth, activities: Iterable[Activity], summary: MonthSummary | None) -> dict[str, Any]:
    """One team's month: figures, what is missing with its reasons, the activities, the summary."""
    return {
        "row": month_row(row),
        "cards": _cards(row),
        "reasons": row.reasons,
        "lacks": [text_of(reason) for reason in row.reasons if reason["code"].startswith("L_")],
        "activities": [activity_row(one) for one in activities],
        "summary": summary,
    }


def overview_cards(rows: Sequence[TeamMonth]) -> list[dict[str, Any]]:
    """The figures above the overview."""
    met = sum(not row.lacking for row in rows)
    held = sum(row.figures.activities for row in rows)
    attended = sum(row.figures.attended for row in rows)
    unarchived = sum(row.figures.unarchived for row in rows)
    cards = (
        (_("达到规定的团队"), f"{met} / {len(rows)}", "users-group", "green"),
        (_("开展活动"), f"{held:,}", "speakerphone", "azure"),
        (_("参加人次"), f"{attended:,}", "users", "azure"),
        (_("未归档"), f"{unarchived:,}", "archive", "yellow"),
    )
    return stat_cards(cards)


def _cards(row: TeamMonth) -> list[dict[str, Any]]:
    figures, asked = row.figures, row.asked
    cards = (
        (_("活动（计入 / 规定）"), _of(figures.counted, asked.get("activities")), "speakerphone", "azure"),
        (_("例会（召开 / 规定）"), _of(figures.meetings, asked.get("meetings")), "messages", "azure"),
        (_("参加人次"), f"{figures.attended:,}", "users", "azure"),
        (_("满意率"), share_of(figures.satisfied, figures.asked), "mood-smile", "green"),
    )
    return stat_cards(cards)


def _of(done: int, asked: int | None) -> str:
    return f"{done} / {asked}" if asked is not None else str(done)


def paper_data(
    row: TeamMonth, activities: Iterable[Activity], summary: MonthSummary | None, on: dt.date
) -> dict[str, Any]:
    """The month as a paper for typst, in Chinese; with the figures of the day the summary was written."""
    figures = MonthFigures(**summary.figures) if summary else row.figures
    with override(CHINESE):
        return {
            "title": "团队健康活动月度小结",  # data, not for translation
            "month": row.month.strftime("%Y年%m月"),  # data, not for translation
            "team": row.team.name,
            "institution": row.team.institution_name,
            "figures": _paper_figures(figures, row.asked),
            "lacks": lacks_of(row),
            "rows": [_paper_row(one) for one in activities],
            "review": summary.review if summary else "",
            "problems": summary.problems if summary else "",
            "measures": summary.measures if summary else "",
            "written": f"{summary.written_by_name}　{summary.written_on.isoformat()}" if summary else "",
            "printed_on": on.isoformat(),
        }


def _paper_figures(figures: MonthFigures, asked: dict[str, int]) -> list[list[str]]:
    return [
        [_("计入次数 / 规定"), _of(figures.counted, asked.get("activities"))],
        [_("参加人次"), str(figures.attended)],
        [_("团队例会"), _of(figures.meetings, asked.get("meetings"))],
        [_("培训"), str(figures.trainings)],
        [_("发放资料（份）"), str(figures.given)],
        [_("满意率"), share_of(figures.satisfied, figures.asked)],
        [_("家庭医生知晓率"), share_of(figures.aware, figures.asked)],
        [_("未归档"), str(figures.unarchived)],
    ]


def _paper_row(activity: Activity) -> dict[str, str]:
    took_place = activity.state in TOOK_PLACE
    return {
        "day": f"{activity.held_on:%m-%d} {time_of(activity.begins_at, activity.ends_at)}",
        "title": activity.title,
        "kind": label_of(ActivityKind, activity.kind),
        "place": f"{activity.region.name} {activity.place}",
        "attended": str(activity.attended) if took_place else "—",
        "state": state_of(activity)["label"],
        "summary": activity.summary or activity.reason_note,
    }


def _at(rows: list[TeamMonth], institution: str) -> list[TeamMonth]:
    return [row for row in rows if str(row.team.institution_id) == institution]


def _of_standing(rows: list[TeamMonth], standing: str) -> list[TeamMonth]:
    return [row for row in rows if bool(row.lacking) == (standing == SHORT)]


def _lacking(rows: list[TeamMonth], name: str) -> list[TeamMonth]:
    return [row for row in rows if name in row.lacking]
