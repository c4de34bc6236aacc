"""Roster batches: everybody who may import sees their own, the county sees all."""

from uuid import UUID

from django.db.models import Q, QuerySet

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people.models import RosterBatch
from jiayi.registry.people.permissions import ROSTER_IMPORT

COUNTY_DIGITS = 6


def batches(viewer: Viewer) -> QuerySet[RosterBatch]:
    """The batches that the viewer may see, the latest first."""
    scope = viewer.scope(ROSTER_IMPORT)
    if scope.is_empty:
        return RosterBatch.objects.none()
    is_county = scope.everything or any(len(prefix) <= COUNTY_DIGITS for prefix in scope.region_prefixes)
    return RosterBatch.objects.filter(Q() if is_county else Q(started_by=viewer.actor_id)).order_by("-id")


def batch_for(viewer: Viewer, batch_id: UUID, *, lock: bool = False) -> RosterBatch:
    """One of them; NotVisible otherwise."""
    found = batches(viewer).filter(pk=batch_id)
    batch = (found.select_for_update() if lock else found).first()
    if batch is None:
        raise NotVisible
    return batch
