"""Family health workers: residents who were trained as such, by village and household (S2.8-03)."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery

from jiayi.community.outreach import permissions
from jiayi.community.outreach.models import Attendance
from jiayi.community.outreach.rules import months_between
from jiayi.community.outreach.terms import TOOK_PLACE, ActivityKind
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import decide
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.registry.people.terms import ResidentStatus


def health_workers(viewer: Viewer, *, on: dt.date) -> QuerySet[Any]:
    """Residents within reach who attended such a training by name, with `trainings` and the day of the last."""
    if not viewer.can(permissions.READ):
        raise NotVisible
    attended = Attendance.objects.filter(
        activity__kind=ActivityKind.FAMILY_HEALTH_WORKER, activity__state__in=TOOK_PLACE, activity__held_on__lte=on
    )
    own = attended.filter(resident_id=OuterRef("pk")).order_by().values("resident_id")
    found = people.residents(viewer, on=on, status=ResidentStatus.LIVING_HERE).filter(
        pk__in=attended.values("resident_id")
    )
    return found.select_related("region", "household").annotate(
        trainings=Subquery(own.annotate(count=Count("id")).values("count")),
        trained_on=Subquery(own.annotate(last=Max("activity__held_on")).values("last")),
    )


def health_worker_counts(rows: QuerySet[Any]) -> dict[str, int]:
    """How many they are, in how many households and villages. One query."""
    counts = {"workers": Count("pk"), "households": Count("household", distinct=True)}
    return rows.order_by().aggregate(**counts, villages=Count("region", distinct=True))


def judge_health_workers(rows: Iterable[Any], *, on: dt.date) -> dict[UUID, dict[str, Any]]:
    """Where each of them stands by the schemes of the village (outreach.health_worker). One query."""
    found = list(rows)
    schemes = organization.schemes_of({one.region_id for one in found}, on)
    return {one.pk: _judged(one, schemes[one.region_id], on) for one in found}


def _judged(one: Any, schemes: tuple[str, ...], on: dt.date) -> dict[str, Any]:
    facts = {"trainings": one.trainings, "months_since_training": months_between(one.trained_on, on)}
    return dict(decide("outreach.health_worker", on=on, schemes=schemes, facts=facts))
