"""Take back what a workbook brought, as a whole and at once; what somebody built on stays."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import events
from jiayi.foundation.base.viewer import Viewer
from jiayi.service.care.events import RecordsVoided, VoidedRecord
from jiayi.service.care.faults import forbidden
from jiayi.service.care.models import Observation, PlanReview, Proof, Record, RecordBatch, RecordVersion
from jiayi.service.care.selectors.batches import batch_for
from jiayi.service.care.selectors.definitions import form_to_import
from jiayi.service.care.terms import BatchState, RecordState, ReviewState

from .standing import follow_records

CHUNK = 1_000
TAKEN_BACK = "撤销导入"  # data, not for translation


@dataclass(frozen=True, slots=True)
class Undo:
    """How many records an undo voids, and those that it leaves: corrected, proved, returned to or reviewed since."""

    voided: int
    kept: list[Record]


def preview_undo(*, by: Viewer, batch_id: UUID) -> Undo:
    """What undoing would do now; nothing is written."""
    batch = batch_for(by, batch_id)
    kept = _built_on(batch).select_related("resident").order_by("-visit_on", "-id")
    return Undo(_standing(batch).exclude(_with(kept)).count(), list(kept))


@transaction.atomic
def undo_import(*, by: Viewer, batch_id: UUID, on: dt.date, at: dt.datetime) -> int:
    """Void what a workbook brought and still stands as it came; how many. LawBroken where that was done already."""
    batch = batch_for(by, batch_id, lock=True)
    form_to_import(by, batch.form)
    if batch.state != BatchState.IMPORTED:
        raise forbidden("E_IMPORT_UNDONE")
    rows = _standing(batch).exclude(_with(_built_on(batch))).order_by("id")
    records = list(rows.select_for_update(of=("self",)))
    for start in range(0, len(records), CHUNK):
        _void(records[start : start + CHUNK], by=by, on=on, at=at)
    batch.state, batch.undone_at = BatchState.UNDONE, at
    batch.save(update_fields=["state", "undone_at", "updated_at"])
    audit.record(
        by=by,
        act="care.undo_import",
        subject_kind="record_batch",
        subject_ids=[batch.id],
        resident_ids=sorted({record.resident_id for record in records}),
        details={"voided": len(records)},
    )
    return len(records)


def _standing(batch: RecordBatch) -> QuerySet[Record]:
    return Record.objects.filter(batch=batch, state=RecordState.CURRENT)


def _built_on(batch: RecordBatch) -> QuerySet[Record]:
    reviewed = PlanReview.objects.filter(record=OuterRef("pk"), state__in=(ReviewState.APPROVED, ReviewState.RETURNED))
    proved = Proof.objects.filter(record=OuterRef("pk"))
    touched = Q(version__gt=1) | Q(returned_on__isnull=False) | Exists(reviewed) | Exists(proved)
    return _standing(batch).filter(touched)


def _with(kept: QuerySet[Record]) -> Q:
    """These, and what else the same visits left: a visit stays or goes as a whole."""
    visits = kept.filter(visit_id__isnull=False).order_by().values("visit_id")
    return Q(pk__in=kept.order_by().values("pk")) | Q(visit_id__isnull=False, visit_id__in=visits)


def _void(records: Sequence[Record], *, by: Viewer, on: dt.date, at: dt.datetime) -> None:
    ids = [record.id for record in records]
    last = RecordVersion.objects.filter(record__in=ids, number=F("record__version"))
    RecordVersion.objects.bulk_create([_voiding(version, by, at) for version in last])
    Record.objects.filter(id__in=ids).update(
        version=F("version") + 1, state=RecordState.VOIDED, updated_at=timezone.now()
    )
    Observation.objects.filter(record__in=ids, is_voided=False).update(is_voided=True)
    for record in records:
        record.version, record.state = record.version + 1, RecordState.VOIDED
    follow_records(records, on=on, outcome="voided")
    told = (VoidedRecord(record_id=record.id, resident_id=record.resident_id, on=on) for record in records)
    events.publish(RecordsVoided(tuple(told)))


def _voiding(last: RecordVersion, by: Viewer, at: dt.datetime) -> RecordVersion:
    last.pk, last.number, last.note = None, last.number + 1, TAKEN_BACK
    last.entered_by, last.entered_by_name, last.entered_at = by.actor_id, by.actor_name[:60], at
    return last
