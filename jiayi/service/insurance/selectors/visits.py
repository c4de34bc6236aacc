"""Visits within reach; who came again and again, who went past the first contact."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.service.insurance import permissions
from jiayi.service.insurance.models import InsuredVisit, VisitBatch
from jiayi.service.insurance.terms import PRIMARY, Period


def batches(viewer: Viewer) -> QuerySet[VisitBatch]:
    """The files that this person took in; all of them for who sees everything."""
    if viewer.scope(permissions.IMPORT).everything:
        return VisitBatch.objects.order_by("-id")
    return VisitBatch.objects.filter(started_by=viewer.actor_id).order_by("-id")


def batch_for(viewer: Viewer, batch_id: UUID) -> VisitBatch:
    """One of them; NotVisible otherwise."""
    found = batches(viewer).filter(id=batch_id).first() if viewer.can(permissions.IMPORT) else None
    if found is None:
        raise NotVisible
    return found


def visits(viewer: Viewer, period: Period) -> QuerySet[InsuredVisit]:
    """Visits of the residents within reach in a period."""
    in_period = Q(visit_on__gte=period.since, visit_on__lte=period.until)
    return InsuredVisit.objects.filter(in_period & permissions.in_scope(viewer))


def repeat_visits(viewer: Viewer, period: Period, *, within_days: int, at_least: int) -> QuerySet[Any]:
    """Residents who came again for one diagnosis within some days, so many times or more in the period.

    Rows are {resident_id, resident__name, region__name, diagnosis, times, places, amount, last_on}, the most first.
    """
    former = InsuredVisit.objects.filter(
        resident_id=OuterRef("resident_id"),
        diagnosis=OuterRef("diagnosis"),
        visit_on__gte=OuterRef("visit_on") - dt.timedelta(days=within_days),
        visit_on__lt=OuterRef("visit_on"),
    )
    rows = visits(viewer, period).filter(Exists(former)).order_by()
    return (
        rows.values("resident_id", "resident__name", "region__name", "diagnosis")
        .annotate(
            times=Count("id") + 1,
            places=Count("institution_name", distinct=True),
            amount=Sum("amount_fen"),
            last_on=Max("visit_on"),
        )
        .filter(times__gte=at_least)
        .order_by("-times", "-amount", "resident_id")
    )


def skipped_first_contact(viewer: Viewer, period: Period, *, within_days: int) -> QuerySet[InsuredVisit]:
    """Visits above primary level without a referral and without a primary visit some days before, the dearest first."""
    before = InsuredVisit.objects.filter(
        resident_id=OuterRef("resident_id"),
        level__in=PRIMARY,
        visit_on__lte=OuterRef("visit_on"),
        visit_on__gte=OuterRef("visit_on") - dt.timedelta(days=within_days),
    )
    rows = visits(viewer, period).filter(~Q(level__in=PRIMARY), referred=False).filter(~Exists(before))
    return rows.select_related("resident", "region").order_by("-amount_fen", "id")
