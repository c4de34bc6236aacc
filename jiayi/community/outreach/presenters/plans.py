"""Plans of teams in words: how all stand in a year, one plan, its paper."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from jiayi.community.outreach.models import PlanDuty, WorkPlan
from jiayi.community.outreach.selectors import TeamPlan
from jiayi.foundation.base.signs import joined
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter
from jiayi.foundation.ui.wording import word_of
from jiayi.registry.organization.terms import TeamFacts

from .months import CHINESE

UNWRITTEN, LATE, RUNNING = "unwritten", "late", "running"
_STANDINGS = {
    UNWRITTEN: (gettext_noop("未制定"), "orange", "alert-triangle"),
    LATE: (gettext_noop("有逾期任务"), "red", "clock-exclamation"),
    RUNNING: (gettext_noop("按计划进行"), "green", "circle-check"),
}
_MILESTONE_SIGNS = {
    "done": (gettext_noop("已完成"), "green", "circle-check"),
    "late": (gettext_noop("逾期"), "red", "clock-exclamation"),
    "due": (gettext_noop("进行中"), "azure", "progress"),
    "coming": (gettext_noop("未到时间"), "secondary", "calendar"),
}
PLAN_COLUMNS = [
    Column(gettext_noop("年度"), itemgetter("year"), "quantity"),
    Column(gettext_noop("机构"), itemgetter("institution")),
    Column(gettext_noop("团队"), itemgetter("team")),
    Column(gettext_noop("任务"), itemgetter("duties"), "quantity"),
    Column(gettext_noop("已完成"), itemgetter("done"), "quantity"),
    Column(gettext_noop("逾期"), itemgetter("late"), "quantity"),
    Column(gettext_noop("情况"), lambda row: row["sign"]["label"]),
    Column(gettext_noop("时间安排"), lambda row: row["schedule"]["label"] if row["schedule"] else ""),
]


def plan_list(rows: Sequence[TeamPlan], on: dt.date) -> ListSpec:
    """What the plans of a year can be narrowed and sorted by."""
    years = [(str(year), str(year)) for year in (on.year, on.year + 1, on.year - 1)]
    places = sorted({(str(row.team.institution_id), row.team.institution_name) for row in rows}, key=itemgetter(1))
    standings = [(code, _(words)) for code, (words, *_rest) in _STANDINGS.items()]
    return ListSpec(
        filters=(
            choice_filter("year", gettext_noop("年度"), years, apply=lambda rows, year: rows),
            choice_filter("institution", gettext_noop("机构"), places, apply=_at),
            choice_filter("standing", gettext_noop("情况"), standings, apply=_standing),
        ),
        sorts=(
            Sort("team", gettext_noop("团队"), ("team.institution_name", "team.name", "id")),
            Sort("late", gettext_noop("逾期"), ("-late", "team.name", "id")),
        ),
    )


def plan_row(row: TeamPlan) -> dict[str, Any]:
    """A line of the list."""
    label, colour, icon = _STANDINGS[_standing_of(row)]
    return {
        "id": row.id,
        "year": row.year,
        "team": row.team.name,
        "institution": row.team.institution_name,
        "duties": row.duties,
        "done": row.done,
        "late": row.late,
        "sign": {"label": _(label), "colour": colour, "icon": icon},
        "schedule": _schedule(row.milestones),
    }


def _schedule(judged: Mapping[str, Any]) -> dict[str, str] | None:
    """How far the days of the year are met, or None where no scheme names any."""
    if not judged.get("asked"):
        return None
    late = joined([word_of(work) for work in judged["late"]])
    label = _("%(met)s / %(asked)s") % {"met": judged["met"], "asked": judged["asked"]}
    if late:
        return {"label": _("%(works)s逾期") % {"works": late}, "colour": "red", "icon": "clock-exclamation"}
    is_met = judged["met"] == judged["asked"]
    return {"label": label, "colour": "green" if is_met else "secondary", "icon": "circle-check" if is_met else "clock"}


def milestone_rows(judged: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The days of the year with what is to be done by them, for a plan's page."""
    return [
        {
            "milestone": word_of(line["milestone"]),
            "work": word_of(line["work"]),
            "ends_on": line["ends_on"],
            "done_on": line["done_on"],
            "sign": dict(zip(("label", "colour", "icon"), _MILESTONE_SIGNS[line["state"]], strict=True)),
        }
        for line in judged.get("lines", ())
    ]


def duty_rows(duties: Iterable[PlanDuty], on: dt.date) -> list[dict[str, Any]]:
    """The division of work, line by line."""
    return [
        {
            "id": one.id,
            "what": one.what,
            "who": one.practitioner.name,
            "due_on": one.due_on,
            "done_on": one.done_on,
            "result": one.result,
            "is_late": one.done_on is None and one.due_on < on,
        }
        for one in duties
    ]


def plan_paper(team: TeamFacts, plan: WorkPlan, duties: Iterable[PlanDuty], on: dt.date) -> dict[str, Any]:
    """The plan as a paper for typst, in Chinese."""
    with override(CHINESE):
        return {
            "title": "家庭医生团队年度工作计划",  # data, not for translation
            "year": f"{plan.year}年",  # data, not for translation
            "team": team.name,
            "institution": team.institution_name,
            "goals": plan.goals,
            "rows": [
                {"what": one["what"], "who": one["who"], "due": one["due_on"].isoformat(), "done": _done(one)}
                for one in duty_rows(duties, on)
            ],
            "written": f"{plan.written_by_name}　{plan.written_on.isoformat()}",
            "printed_on": on.isoformat(),
        }


def _done(row: dict[str, Any]) -> str:
    return f"{row['done_on'].isoformat()} {row['result']}" if row["done_on"] else ""


def _standing_of(row: TeamPlan) -> str:
    if row.plan is None:
        return UNWRITTEN
    return LATE if row.late else RUNNING


def _at(rows: list[TeamPlan], institution: str) -> list[TeamPlan]:
    return [row for row in rows if str(row.team.institution_id) == institution]


def _standing(rows: list[TeamPlan], standing: str) -> list[TeamPlan]:
    return [row for row in rows if _standing_of(row) == standing]
