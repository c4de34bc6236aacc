"""The day's worklist in words: its tabs, what it can be narrowed by, and its rows by village and household."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import get_language, gettext_noop

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import COUNT_LIMIT, ListPage, ListSpec, Sort, choice_filter, list_page, narrowed
from jiayi.foundation.ui.wording import options_of
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.registry.tasks import selectors as tasks
from jiayi.registry.tasks.terms import PAGES, Risk, Tab
from jiayi.service.care import selectors as care
from jiayi.surfaces.workstation.permissions import EXPORT_ROWS, RECORD_WRITE, TASK_ASSIGN, TASK_READ

from .dues import task_title

ROAD = "road"
COLUMNS = (
    Column(gettext_noop("事项"), itemgetter("title")),
    Column(gettext_noop("居民"), itemgetter("name")),
    Column(gettext_noop("所在地区"), itemgetter("region")),
    Column(gettext_noop("家庭地址"), itemgetter("address")),
    Column(gettext_noop("分类"), itemgetter("risk")),
    Column(gettext_noop("可办日期"), lambda row: row["from_on"].isoformat()),
    Column(gettext_noop("应办日期"), lambda row: row["due_on"].isoformat()),
    Column(gettext_noop("约定日期"), lambda row: row["remind_on"].isoformat() if row["remind_on"] else ""),
    Column(gettext_noop("逾期天数"), lambda row: row["days"] if row["is_overdue"] else "", "quantity"),
    Column(gettext_noop("上次随访"), lambda row: row["last_on"].isoformat() if row["last_on"] else ""),
    Column(gettext_noop("承办人"), itemgetter("assignee")),
    Column(gettext_noop("团队"), itemgetter("team")),
)


@dataclass(frozen=True)
class Day:
    """The worklist of a viewer: its page, tabs, and what may be done with it."""

    page: ListPage
    tab: str
    tabs: list[dict[str, Any]]
    members: list[tuple[str, str]] = field(default_factory=list)
    teams: list[tuple[str, str]] = field(default_factory=list)
    may_export: bool = False
    may_assign: bool = False
    may_write: bool = False


def works_a_list(viewer: Viewer) -> bool:
    """Whether the viewer's first page is a worklist: those who see tasks and write records."""
    return viewer.can(TASK_READ) and viewer.can(RECORD_WRITE)


def day_of(viewer: Viewer, on: dt.date, query: QueryDict) -> Day:
    """The page of the worklist that the address asks for."""
    teams = organization.team_choices(viewer, TASK_READ, on)
    members = _members(teams, viewer, on)
    spec = _spec(viewer, on, query.get("region", ""), teams, members)
    counts = tasks.tab_counts(viewer, on=on, narrow=lambda rows: narrowed(spec, rows, query)[1])
    tab = _chosen(query.get("tab", ""), counts)
    rows = tasks.worklist(viewer, on=on, tab=tab)
    if query.get("sort", "").removeprefix("-") == ROAD:
        rows = tasks.in_road_order(rows)
    return Day(
        page=list_page(spec, rows, query, count=counts[tab]),
        tab=tab,
        tabs=_tabs(counts, query, tab),
        members=members,
        teams=teams,
        may_export=viewer.can(EXPORT_ROWS),
        may_assign=viewer.can(TASK_ASSIGN),
        may_write=viewer.can(RECORD_WRITE),
    )


def _spec(
    viewer: Viewer, on: dt.date, region: str, teams: list[tuple[str, str]], members: list[tuple[str, str]]
) -> ListSpec:
    places = organization.place_choices(viewer, TASK_READ, region)
    return ListSpec(
        sorts=(
            Sort("due_on", gettext_noop("应办日期"), ("due_on", "id")),
            Sort("place", gettext_noop("按村"), ("region_id", "due_on", "id")),
            Sort(ROAD, gettext_noop("按入户路线"), tasks.ROAD),
        ),
        filters=(
            choice_filter("programme", gettext_noop("管理项目"), _programmes(viewer)),
            choice_filter("region", gettext_noop("地区"), places, apply=people.in_region),
            choice_filter("member", gettext_noop("承办人"), members, apply=_of_member(viewer, on)),
            choice_filter("risk", gettext_noop("分类"), options_of(Risk)),
            *([choice_filter("team", gettext_noop("团队"), teams, lookup="team_id")] if len(teams) > 1 else []),
        ),
    )


def _programmes(viewer: Viewer) -> list[tuple[str, str]]:
    language = get_language() or ""
    restricted = viewer.can("restricted_record_read")
    found = rulebook().programmes.items()
    return [(code, one.label(language)) for code, one in found if restricted or not one.restricted]


def _members(teams: list[tuple[str, str]], viewer: Viewer, on: dt.date) -> list[tuple[str, str]]:
    """Everybody of the teams within reach once, the viewer first."""
    facts = organization.team_facts_of([UUID(team_id) for team_id, _name in teams], on)
    found = {str(one.practitioner_id): one.name for team in facts.values() for one in team.members}
    return sorted(found.items(), key=lambda pair: (pair[0] != str(viewer.practitioner_id), pair[1]))


def _of_member(viewer: Viewer, on: dt.date) -> Callable[[Any, str], Any]:
    return lambda rows, member: rows.filter(tasks.of_member(UUID(member), viewer, on))


def _chosen(asked: str, counts: Mapping[str, int]) -> str:
    """The tab that the address names; without one, the first that holds something."""
    return asked if asked in set(Tab) else next((tab for tab, count in counts.items() if count), str(Tab.DUE))


def _tabs(counts: Mapping[str, int], query: QueryDict, chosen: str) -> list[dict[str, Any]]:
    """Every tab with the number of its tasks that the filters leave, and its address."""
    language, kept = get_language() or "", query.copy()
    kept.pop("cursor", None)
    found = []
    for tab in Tab:
        kept["tab"] = str(tab)
        count = counts[tab]
        text = f"{COUNT_LIMIT:,}+" if count > COUNT_LIMIT else f"{count:,}"
        found.append(
            {"label": tab.label(language), "url": f"?{kept.urlencode()}", "is_active": tab == chosen, "count": text}
        )
    return found


def rows_of(viewer: Viewer, found: Iterable[Any], *, on: dt.date) -> Iterator[dict[str, Any]]:
    """What the rows show; a village or household that begins is said above its first row."""
    shown = list(found)
    visits = care.standing_of([task.subject_id for task in shown if task.programme])
    forms: dict[str, str] = {}
    village, home = None, None
    for task in shown:
        if task.programme and task.programme not in forms:
            forms[task.programme] = next(iter(care.visit_forms(viewer, task.programme)), "")
        row = _row(task, visits, forms, on)
        row["begins_village"], row["begins_home"] = row["region_id"] != village, row["home"] != home
        village, home = row["region_id"], row["home"]
        yield row


def _row(task: Any, visits: Mapping[UUID, Any], forms: Mapping[str, str], on: dt.date) -> dict[str, Any]:
    language = get_language() or ""
    visit = visits.get(task.subject_id)
    resident, home = task.resident, task.resident.household if task.resident else None
    return {
        "id": task.id,
        "title": task_title(task),
        "act": PAGES.get(task.kind, ""),
        "subject_id": task.subject_id,
        "is_visit": bool(task.programme),
        "form": forms.get(task.programme, ""),
        "resident_id": task.resident_id,
        "name": resident.name if resident else "",
        "region_id": task.region_id,
        "region": task.region.name,
        "home": home.id if home else task.resident_id,
        "home_id": home.id if home else None,
        "address": address_within(home, resident, task.region.name),
        "team": task.team.name if task.team else "",
        "assignee": task.assignee.name if task.assignee else "",
        "risk": Risk(task.risk).label(language) if task.risk else "",
        "is_high": task.risk == Risk.HIGH,
        "from_on": task.from_on,
        "due_on": task.due_on,
        "remind_on": task.remind_on,
        "is_missed": bool(task.remind_on and task.remind_on < on),
        "is_overdue": task.due_on < on,
        "days": abs((task.due_on - on).days),
        "last_on": visit.last_on if visit else None,
        "missed_contacts": visit.missed_contacts if visit else 0,
    }


def address_within(home: Any, resident: Any, village: str) -> str:
    """The household's address, else the resident's, without the name of the village before it."""
    text = (home.address if home else "") or (resident.address if resident else "")
    return text.rpartition(village)[2] or text
