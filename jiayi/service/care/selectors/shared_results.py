"""Results of other institutions."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people import selectors as people
from jiayi.service.care import permissions
from jiayi.service.care.models import SharedResult


def shared_results(viewer: Viewer, resident_id: UUID) -> QuerySet[SharedResult]:
    """What other institutions found of a resident, the latest first; NotVisible where no records may be seen."""
    people.resident_for(viewer, resident_id, permission=permissions.READ)
    rows = SharedResult.objects.filter(resident_id=resident_id, withdrawn_at=None)
    return rows.order_by("-performed_on", "-id")


def latest_results(
    viewer: Viewer, resident_id: UUID, items: Collection[str], *, since: dt.date | None = None
) -> dict[str, SharedResult]:
    """The latest result of each of these examinations (rulebook/examinations.yaml), made on the day or after it."""
    rows = shared_results(viewer, resident_id).filter(item__in=items)
    rows = rows.filter(performed_on__gte=since) if since else rows
    latest = rows.order_by("item", "-performed_on", "-id").distinct("item")
    return {one.item: one for one in latest}


def shared_result_for(viewer: Viewer, result_id: UUID, *, permission: str = permissions.READ) -> SharedResult:
    """One of them with its resident; NotVisible where it is out of reach or withdrawn."""
    found = SharedResult.objects.filter(pk=result_id, withdrawn_at=None).first()
    if found is None:
        raise NotVisible
    found.resident = people.resident_for(viewer, found.resident_id, permission=permission)
    return found
