"""Open tasks within a viewer's reach."""

import datetime as dt
from collections import Counter

from django.db.models import Count, Q, QuerySet

from jiayi.foundation.base.viewer import Scope, Viewer
from jiayi.registry.tasks.models import Task
from jiayi.registry.tasks.permissions import READ
from jiayi.registry.tasks.terms import Due, TaskState

NOBODY = Q(pk__in=())
AFTER_DIGITS = ":"  # region codes are digits


def tasks(viewer: Viewer, *, on: dt.date, due: str = "") -> QuerySet[Task]:
    """Open tasks, the nearest first, with resident and team: those that can be done by `on`, or of one nearness."""
    found = Task.objects.filter(_within(viewer.scope(READ)), nearness(due, on), state=TaskState.OPEN)
    return found.select_related("resident", "team", "region").order_by("due_on", "id")


def task_counts(viewer: Viewer, *, on: dt.date) -> Counter[tuple[str, str]]:
    """How many are overdue and due now, by (nearness, kind). Two queries."""
    counts: Counter[tuple[str, str]] = Counter()
    for due in (Due.OVERDUE, Due.NOW):
        found = tasks(viewer, on=on, due=due).order_by().values_list("kind")
        counts.update({(str(due), kind): count for kind, count in found.annotate(Count("id"))})
    return counts


def nearness(due: str, on: dt.date) -> Q:
    """Tasks of one nearness on a day; of none named, those overdue or due now."""
    conditions = {
        Due.OVERDUE: Q(due_on__lt=on),
        Due.NOW: Q(from_on__lte=on, due_on__gte=on),
        Due.LATER: Q(from_on__gt=on),
    }
    return conditions[Due(due)] if due in set(Due) else Q(from_on__lte=on)


def _within(scope: Scope) -> Q:
    """Tasks of the scope's regions, its teams, its institutions' teams and its residents."""
    if scope.everything:
        return Q()
    found = NOBODY
    for prefix in scope.region_prefixes:
        found |= Q(region__gte=prefix, region__lt=prefix + AFTER_DIGITS)
    if scope.team_ids:
        found |= Q(team_id__in=scope.team_ids)
    if scope.institution_ids:
        found |= Q(team__institution_id__in=scope.institution_ids)
    if scope.resident_ids:
        found |= Q(resident_id__in=scope.resident_ids)
    return found
