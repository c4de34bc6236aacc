"""Workbooks of historic records: whoever handed one in sees it."""

from uuid import UUID

from django.db.models import Q, QuerySet

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.service.care.models import RecordBatch
from jiayi.service.care.permissions import IMPORT


def batches(viewer: Viewer) -> QuerySet[RecordBatch]:
    """The batches that the viewer handed in, the latest first."""
    scope = viewer.scope(IMPORT)
    if scope.is_empty:
        return RecordBatch.objects.none()
    own = Q() if scope.everything else Q(started_by=viewer.actor_id)
    return RecordBatch.objects.filter(own).order_by("-id")


def batch_for(viewer: Viewer, batch_id: UUID, *, lock: bool = False) -> RecordBatch:
    """One of them; NotVisible otherwise."""
    found = batches(viewer).filter(pk=batch_id)
    batch = (found.select_for_update() if lock else found).first()
    if batch is None:
        raise NotVisible
    return batch
