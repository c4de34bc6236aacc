"""Tasks in words."""

import datetime as dt
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext_noop

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter
from jiayi.foundation.ui.wording import label_of, options_of
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.registry.tasks.models import Task
from jiayi.registry.tasks.permissions import READ
from jiayi.registry.tasks.terms import PAGES, Due, TaskKind

COLUMNS = (
    Column(gettext_noop("事项"), itemgetter("kind")),
    Column(gettext_noop("居民"), itemgetter("name")),
    Column(gettext_noop("所在地区"), itemgetter("region")),
    Column(gettext_noop("团队"), itemgetter("team")),
    Column(gettext_noop("可办日期"), lambda row: row["from_on"].isoformat()),
    Column(gettext_noop("应办日期"), lambda row: row["due_on"].isoformat()),
    Column(gettext_noop("逾期天数"), lambda row: row["days"] if row["is_overdue"] else "", "quantity"),
)


def task_list(viewer: Viewer, on: dt.date, chosen_region: str = "") -> ListSpec:
    """What the list can be narrowed and sorted by; how near tasks are is the selector's argument."""
    places = organization.place_choices(viewer, READ, chosen_region)
    return ListSpec(
        sorts=(
            Sort("due_on", gettext_noop("应办日期"), ("due_on", "id")),
            Sort("from_on", gettext_noop("可办日期"), ("from_on", "id")),
            Sort("place", gettext_noop("村（社区）"), ("region_id", "due_on", "id")),
        ),
        filters=(
            choice_filter("due", gettext_noop("时限"), options_of(Due), apply=lambda rows, _: rows),
            choice_filter("kind", gettext_noop("事项"), options_of(TaskKind)),
            choice_filter("region", gettext_noop("地区"), places, apply=people.in_region),
            choice_filter("team", gettext_noop("团队"), organization.team_choices(viewer, READ, on), lookup="team_id"),
        ),
    )


def row_of(task: Task, *, on: dt.date) -> dict[str, Any]:
    """What a row of the list shows; resident, team and region are loaded with the task."""
    return {
        "id": task.id,
        "kind": label_of(TaskKind, task.kind),
        "act": PAGES.get(task.kind, ""),
        "subject_id": task.subject_id,
        "resident_id": task.resident_id,
        "name": task.resident.name if task.resident else "",
        "team": task.team.name if task.team else "",
        "region": task.region.name,
        "from_on": task.from_on,
        "due_on": task.due_on,
        "is_overdue": task.due_on < on,
        "days": abs((task.due_on - on).days),
    }
