"""A workbook's way through the pages: uploaded, tried, imported, undone, each step in the background."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.models import new_id
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.intake.services import (
    REJECT_HEADING,
    Shelf,
    check_size,
    name_for,
    open_table,
    reject_cells,
    write_rejects,
)
from jiayi.foundation.jobs import selectors as job_selectors
from jiayi.foundation.jobs import services as jobs
from jiayi.service.care.faults import forbidden
from jiayi.service.care.models import RecordBatch
from jiayi.service.care.selectors.batches import batch_for
from jiayi.service.care.selectors.definitions import form_to_import
from jiayi.service.care.terms import BatchState, RowVerdict

from .importing import RecordImport, import_records
from .sheets import REQUIRED, aliases_of
from .taking_in import Reader
from .undoing import undo_import

CHECK, IMPORT, UNDO = "records_check", "records_import", "records_undo"
EXAMPLES = 8
SHELF = Shelf("record-batches")


def upload_records(
    *, by: Viewer, form: str, file_name: str, size: int, chunks: Iterable[bytes], on: dt.date
) -> RecordBatch:
    """Keep a workbook and try it in the background; refuses at once what is none of the form."""
    definition = form_to_import(by, form)
    check_size(file_name, size)
    identity = new_id()
    path = SHELF.keep(name_for(identity, "source", file_name), chunks)
    try:
        open_table(path, aliases=aliases_of(definition), required=REQUIRED, file_name=file_name)
        return _begin(by, identity, form, file_name, path, on)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@transaction.atomic
def _begin(by: Viewer, identity: UUID, form: str, file_name: str, path: Path, on: dt.date) -> RecordBatch:
    batch = RecordBatch.objects.create(
        id=identity,
        form=form,
        file_name=file_name[-200:],
        entered_on=on,
        state=BatchState.UPLOADED,
        started_by=by.actor_id,
        source_file=path.name,
    )
    audit.record(by=by, act="care.upload_records", subject_kind="record_batch", subject_ids=[identity])
    return _start(by, batch, CHECK)


@transaction.atomic
def start_import(*, by: Viewer, batch_id: UUID) -> RecordBatch:
    """Import what was tried, in the background."""
    return _start(by, _in_state(by, batch_id, BatchState.CHECKED), IMPORT)


@transaction.atomic
def start_undo(*, by: Viewer, batch_id: UUID) -> RecordBatch:
    """Take back what was imported, in the background."""
    return _start(by, _in_state(by, batch_id, BatchState.IMPORTED), UNDO)


def check_batch(*, by: Viewer, batch_id: UUID, reader: Reader, at: dt.datetime, say: jobs.Progress) -> None:
    """Try a batch: the verdict on every row, and nothing written but that."""
    _run(by, batch_for(by, batch_id), reader, at, say, dry_run=True)


def import_batch(*, by: Viewer, batch_id: UUID, reader: Reader, at: dt.datetime, say: jobs.Progress) -> None:
    """Import a batch that was tried; every row is judged anew."""
    _run(by, _in_state(by, batch_id, BatchState.CHECKED, job_may_run=True), reader, at, say, dry_run=False)


def undo_batch(*, by: Viewer, batch_id: UUID, at: dt.datetime) -> None:
    """Take back what was imported."""
    undo_import(by=by, batch_id=batch_id, on=clock.today(), at=at)


def _run(
    by: Viewer, batch: RecordBatch, reader: Reader, at: dt.datetime, progress: jobs.Progress, *, dry_run: bool
) -> None:
    total = batch.counts.get("rows")
    done = import_records(
        by=by,
        form=batch.form,
        path=SHELF.path_of(batch.source_file),
        file_name=batch.file_name,
        reader=reader,
        on=batch.entered_on,
        at=at,
        dry_run=dry_run,
        batch=batch,
        say=lambda rows: progress.say(done=rows, total=total),
    )
    if dry_run:
        batch.state, batch.finished_at = BatchState.CHECKED, None
    _keep_results(batch, done)


def _keep_results(batch: RecordBatch, done: RecordImport) -> None:
    refused = [row for row in done.rows if row[2].verdict == RowVerdict.REJECTED]
    batch.counts, batch.reasons, batch.rejects_file = done.counts(), _reasons(refused), ""
    if refused:
        name = name_for(batch.pk, "rejects", ".xlsx")
        rows = ((reject_cells(number, one.codes, one.texts), cells) for number, cells, one in refused)
        write_rejects(SHELF.private(name), heading=done.table.heading, reason_heading=REJECT_HEADING, rows=rows)
        batch.rejects_file = name
    batch.save()


def _reasons(refused: list[Any]) -> list[dict[str, Any]]:
    """Each reason with its words, how many rows have it and the first of them; the frequent before the rare."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for number, _cells, one in refused:
        for code, text in dict(zip(one.codes, one.texts, strict=False)).items():
            told = found.setdefault((code, text["zh"]), {"code": code, **text, "count": 0, "rows": []})
            told["count"] += 1
            told["rows"] = [*told["rows"], number][:EXAMPLES]
    return sorted(found.values(), key=lambda told: (-told["count"], told["code"]))


def _in_state(by: Viewer, batch_id: UUID, state: BatchState, *, job_may_run: bool = False) -> RecordBatch:
    batch = batch_for(by, batch_id, lock=not job_may_run)
    form_to_import(by, batch.form)
    if batch.state != state or (not job_may_run and job_selectors.is_open(batch.job_id)):
        raise forbidden("E_IMPORT_STATE")
    if state == BatchState.CHECKED and not batch.source_file:
        raise forbidden("E_IMPORT_FILE_GONE")
    return batch


def _start(by: Viewer, batch: RecordBatch, kind: str) -> RecordBatch:
    batch.job_id = jobs.start(by=by, kind=kind, arguments={"batch_id": str(batch.pk)}).pk
    batch.save(update_fields=["job_id", "updated_at"])
    return batch


def delete_old_workbooks(*, at: dt.datetime) -> int:
    """Delete the files of batches older than the setting's days; how many batches."""
    limit = at - dt.timedelta(days=settings.ROSTER_FILE_DAYS)
    old = RecordBatch.objects.filter(~Q(source_file="") | ~Q(rejects_file=""), created_at__lt=limit)
    batches = list(old)
    for batch in batches:
        for name in filter(None, (batch.source_file, batch.rejects_file)):
            SHELF.delete(name)
        batch.source_file = batch.rejects_file = ""
        batch.save(update_fields=["source_file", "rejects_file", "updated_at"])
    return len(batches)
