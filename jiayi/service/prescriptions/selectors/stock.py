"""The stock of institutions within a viewer's reach."""

import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.organization import selectors as organization
from jiayi.service.prescriptions import permissions
from jiayi.service.prescriptions.models import StockLot, StockMovement

MOVEMENTS_SHOWN = 100


def institutions_with_stock(viewer: Viewer, permission: str = permissions.STOCK_READ) -> QuerySet:
    """Open institutions whose stock the viewer may see, or keep."""
    return organization.managed_institutions(viewer, permission)


def lots(viewer: Viewer, institution_id: UUID) -> QuerySet[StockLot]:
    """The lots of an institution, by drug, the first to expire first; NotVisible where it is out of reach."""
    if not institutions_with_stock(viewer).filter(pk=institution_id).exists():
        raise NotVisible
    return StockLot.objects.filter(institution_id=institution_id).order_by("drug", "expires_on", "id")


def lot_for(viewer: Viewer, lot_id: UUID) -> StockLot:
    """One lot with its institution; NotVisible where it is out of reach."""
    found = StockLot.objects.select_related("institution").filter(pk=lot_id).first()
    if found is None or not institutions_with_stock(viewer).filter(pk=found.institution_id).exists():
        raise NotVisible
    return found


def movements_of(lot: StockLot) -> list[StockMovement]:
    """What changed the lot, the latest first. The caller has found the lot."""
    return list(lot.movements.order_by("-id")[:MOVEMENTS_SHOWN])


def lot_counts(institution_ids: Collection[UUID], *, on: dt.date) -> dict[UUID, dict[str, Any]]:
    """By institution: lots with something on hand, and those of them that have expired. One query."""
    there = StockLot.objects.filter(institution__in=institution_ids, on_hand__gt=0)
    rows = there.values("institution_id").annotate(lots=Count("id"), expired=Count("id", Q(expires_on__lt=on)))
    return {row["institution_id"]: row for row in rows.order_by()}
