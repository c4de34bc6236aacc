"""Acts on many agreements as their owners see them."""

import json
from collections.abc import Iterator
from uuid import UUID

from django.db.models import QuerySet

from jiayi.foundation.base.encryption import decrypt
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.service.agreements import permissions
from jiayi.service.agreements.models import AgreementBatch, AgreementBatchRow
from jiayi.service.agreements.terms import RowVerdict


def batches(viewer: Viewer) -> QuerySet[AgreementBatch]:
    """The batches that the viewer began, the latest first; nobody sees another's."""
    if not viewer.can(permissions.SIGN) or (viewer.actor_id is None and not viewer.scope(permissions.SIGN).everything):
        return AgreementBatch.objects.none()
    mine = (
        AgreementBatch.objects.all()
        if viewer.actor_id is None
        else AgreementBatch.objects.filter(started_by=viewer.actor_id)
    )
    return mine.order_by("-id")


def batch_for(viewer: Viewer, batch_id: UUID, *, lock: bool = False) -> AgreementBatch:
    """One batch of the viewer's; NotVisible otherwise."""
    found = batches(viewer).filter(id=batch_id)
    batch = (found.select_for_update() if lock else found).first()
    if batch is None:
        raise NotVisible
    return batch


def rejected_rows(batch: AgreementBatch) -> QuerySet[AgreementBatchRow]:
    """The rows that were rejected, in their order."""
    return batch.rows.filter(verdict=RowVerdict.REJECTED).order_by("row")


def rejects_of(batch: AgreementBatch) -> Iterator[tuple[list[str], list[str]]]:
    """Reasons and cells of each rejected row, for the workbook that is handed back."""
    for row in rejected_rows(batch):
        place = f"agreements_agreementbatchrow.cells.{batch.id}.{row.row}"
        cells = json.loads(decrypt(row.cells_sealed, place) or "[]")
        texts = ["；".join(text[language] for text in row.texts) for language in ("zh", "en")]
        yield [str(row.row), "、".join(row.codes), *texts], cells
