"""Open tasks within a viewer's reach."""

import datetime as dt
from collections import Counter
from functools import reduce
from operator import or_

from django.db.models import Count, Q, QuerySet

from jiayi.foundation.base.conditions import apart
from jiayi.foundation.base.viewer import Scope, Viewer
from jiayi.foundation.ui.lists import COUNT_LIMIT
from jiayi.registry.organization import selectors as organization
from jiayi.registry.tasks.models import Task
from jiayi.registry.tasks.permissions import READ
from jiayi.registry.tasks.terms import Due, TaskKind, TaskState

NOBODY = Q(pk__in=())
_OF_KIND = {kind.value: Count("kind", filter=Q(kind=kind)) for kind in TaskKind}
AFTER_DIGITS = ":"  # region codes are digits


def tasks(viewer: Viewer, *, on: dt.date, due: str = "") -> QuerySet[Task]:
    """Open tasks, the nearest first, with resident and team: those that can be done by `on`, or of one nearness."""
    found = Task.objects.filter(_within(viewer.scope(READ)), nearness(due, on), state=TaskState.OPEN)
    return found.select_related("resident", "team", "region").order_by("due_on", "id")


def task_counts(viewer: Viewer, *, on: dt.date) -> Counter[tuple[str, str]]:
    """How many are overdue and due now, by (nearness, kind); of each part of the reach COUNT_LIMIT + 1 at most."""
    counts: Counter[tuple[str, str]] = Counter()
    scope = viewer.scope(READ)
    for part in apart([Q()] if scope.everything else _conditions(scope)):
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


def _within(scope: Scope) -> Q:
    """Tasks of the scope's regions, its teams, its institutions' teams and its residents."""
    return Q() if scope.everything else reduce(or_, _conditions(scope), NOBODY)


def _conditions(scope: Scope) -> list[Q]:
    """The institutions' teams are named by id: over a join no index of tasks could be used."""
    found = [Q(region__gte=prefix, region__lt=prefix + AFTER_DIGITS) for prefix in scope.region_prefixes]
    teams = {*scope.team_ids}
    if scope.institution_ids:
        teams |= set(organization.team_ids_of(scope.institution_ids))
    if teams:
        found.append(Q(team_id__in=teams))
    if scope.resident_ids:
        found.append(Q(resident_id__in=scope.resident_ids))
    return found
