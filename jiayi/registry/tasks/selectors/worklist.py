"""A day's worklist: open tasks in tabs, how many stand in each, and in the order in which a round walks."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from jiayi.foundation.base.conditions import apart
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.lists import COUNT_LIMIT
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.registry.tasks.models import RoadStop, Task
from jiayi.registry.tasks.permissions import READ
from jiayi.registry.tasks.terms import Tab, TaskKind, TaskState

from .reach import conditions_of, within
from .road import LAST

Narrow = Callable[[QuerySet[Task]], QuerySet[Task]]
VISITS = [kind for kind in TaskKind if kind.startswith("visit_")]
ELSEWHERE = [TaskKind.FIND_LOST, TaskKind.RENEWAL_NOTICE, *VISITS]  # kinds that have a tab of their own
ROAD = ("village_place", "region_id", "household_place", "household_address", "home", "id")


def worklist(viewer: Viewer, *, on: dt.date, tab: str = "") -> QuerySet[Task]:
    """Open tasks of a tab, the nearest first, with what a row shows; of no tab, all that can be done on the day."""
    found = Task.objects.filter(within(viewer, READ), state=TaskState.OPEN).filter(in_tab(tab, on))
    shown = ("resident__household", "team", "region", "assignee")
    return found.select_related(*shown).order_by("due_on", "id")


def in_tab(tab: str, on: dt.date) -> Q:
    """The tasks of a tab; each open task is in exactly one."""
    visit, open_day = Q(kind__in=VISITS), Q(remind_on=None)
    begun = Q(from_on__lte=on)
    other = ~Q(kind__in=ELSEWHERE)
    conditions = {
        Tab.DUE: visit & open_day & begun & Q(due_on__gte=on),
        Tab.OVERDUE: visit & open_day & Q(due_on__lt=on),
        Tab.PROMISED: visit & Q(remind_on__gte=on),
        Tab.MISSED: visit & Q(remind_on__lt=on),
        Tab.LOST: Q(kind=TaskKind.FIND_LOST),
        Tab.RENEWALS: Q(kind=TaskKind.RENEWAL_NOTICE) & begun,
        Tab.OTHERS: other & begun,
        Tab.LATER: Q(from_on__gt=on) & ((visit & open_day) | ~Q(kind__in=[*VISITS, TaskKind.FIND_LOST])),
    }
    return conditions[Tab(tab)] if tab in set(Tab) else begun | Q(remind_on__isnull=False)


def tab_counts(viewer: Viewer, *, on: dt.date, narrow: Narrow = lambda rows: rows) -> dict[str, int]:
    """How many tasks stand in each tab, COUNT_LIMIT + 1 at most of each part of the reach. One query for all.

    `narrow` leaves of a tab's tasks those that the list's filters leave.
    """
    found = dict.fromkeys((str(tab) for tab in Tab), 0)
    parts = apart(conditions_of(viewer, READ))
    if not parts:
        return found
    legs = [(str(tab), _leg(part & in_tab(tab, on), narrow)) for tab in Tab for part in parts]
    counts = ", ".join(f"(SELECT count(*) FROM ({sql}) AS leg)" for _tab, (sql, _given) in legs)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", [value for _tab, (_sql, given) in legs for value in given])
        numbers = cursor.fetchone()
    for (tab, _of), number in zip(legs, numbers, strict=True):
        found[tab] += number
    return found


def _leg(condition: Q, narrow: Narrow) -> tuple[str, Sequence[Any]]:
    rows = narrow(Task.objects.filter(condition, state=TaskState.OPEN)).order_by().values_list("due_on")
    sql, given = rows[: COUNT_LIMIT + 1].query.sql_with_params()
    return sql, given


def in_road_order(rows: QuerySet[Task]) -> QuerySet[Task]:
    """The rows with the fields of ROAD: villages and households where the task's team has put them, then by address."""
    village = RoadStop.objects.filter(team=OuterRef("team"), region=OuterRef("region"), household=None)
    stop = RoadStop.objects.filter(team=OuterRef("team"), household=OuterRef("resident__household"))
    address = people.natural(Coalesce(F("resident__household__address"), F("resident__address"), Value("")))
    return rows.annotate(
        village_place=Coalesce(Subquery(village.values("position")[:1]), LAST),
        household_place=Coalesce(Subquery(stop.values("position")[:1]), LAST),
        household_address=address,
        home=Coalesce(F("resident__household_id"), F("resident_id"), F("id")),
    )


def of_member(practitioner_id: UUID, viewer: Viewer, on: dt.date) -> Q:
    """What is somebody's to do: given to them, or given to nobody and of a village that they answer for."""
    areas = organization.areas(viewer, on=on, responsible_person=practitioner_id)
    villages = {area.region_id for area in areas if area.building_id is None}
    return Q(assignee_id=practitioner_id) | Q(assignee=None, region__in=villages)


def tasks_of(viewer: Viewer, resident_ids: Iterable[UUID]) -> QuerySet[Task]:
    """Every open task about these residents, the nearest first; those that may be done only later, too."""
    found = Task.objects.filter(within(viewer, READ), state=TaskState.OPEN, resident_id__in=list(resident_ids))
    return found.select_related("team").order_by("due_on", "id")
