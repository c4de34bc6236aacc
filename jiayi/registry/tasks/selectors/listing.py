"""Open tasks within a viewer's reach."""

import datetime as dt
from collections import Counter

from django.db.models import Count, Q, QuerySet

from jiayi.foundation.base.conditions import apart
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.lists import COUNT_LIMIT
from jiayi.registry.tasks.models import Task
from jiayi.registry.tasks.permissions import READ
from jiayi.registry.tasks.terms import Due, TaskKind, TaskState

from .reach import conditions_of, within

_OF_KIND = {kind.value: Count("kind", filter=Q(kind=kind)) for kind in TaskKind}


def tasks(viewer: Viewer, *, on: dt.date, due: str = "") -> QuerySet[Task]:
    """Open tasks, the nearest first, with resident and team: those that can be done by `on`, or of one nearness."""
    found = Task.objects.filter(within(viewer, READ), nearness(due, on), state=TaskState.OPEN)
    return found.select_related("resident", "team", "region").order_by("due_on", "id")


def task_counts(viewer: Viewer, *, on: dt.date) -> Counter[tuple[str, str]]:
    """How many are overdue and due now, by (nearness, kind); of each part of the reach COUNT_LIMIT + 1 at most."""
    counts: Counter[tuple[str, str]] = Counter()
    for part in apart(conditions_of(viewer, READ)):
        for due in (Due.OVERDUE, Due.NOW):
            found = Task.objects.filter(part, nearness(due, on), state=TaskState.OPEN)[: COUNT_LIMIT + 1]
            counts.update({(str(due), kind): count for kind, count in found.aggregate(**_OF_KIND).items() if count})
    return counts


def nearness(due: str, on: dt.date) -> Q:
    """Tasks of one nearness on a day; of none named, those overdue or due now."""
    conditions = {
        Due.OVERDUE: Q(due_on__lt=on),
        Due.NOW: Q(from_on__lte=on, due_on__gte=on),
        Due.LATER: Q(from_on__gt=on),
    }
    return conditions[Due(due)] if due in set(Due) else Q(from_on__lte=on)
