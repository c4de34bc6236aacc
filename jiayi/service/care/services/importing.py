"""Take in historic records from a workbook of one form: every row judged as on the page, refused ones told why."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from uuid import UUID

from django.db import connection, transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.intake.services import Table, open_table
from jiayi.service.care.models import RecordBatch
from jiayi.service.care.selectors.definitions import form_to_import
from jiayi.service.care.terms import BatchState, RowVerdict

from .sheets import REQUIRED, aliases_of
from .taking_in import Reader, Row, Sheet, take_in

CHUNK = 500
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('care.import_records'))"


@dataclass
class RecordImport:
    """What became of every row; no batch where nothing was added."""

    table: Table
    batch_id: UUID | None = None
    rows: list[Row] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """Rows in all and by verdict."""
        found = Counter(str(outcome.verdict) for _, _, outcome in self.rows)
        return {"rows": len(self.rows), **{str(verdict): found[str(verdict)] for verdict in RowVerdict}}


def import_records(
    *,
    by: Viewer,
    form: str,
    path: Path,
    reader: Reader,
    on: dt.date,
    at: dt.datetime,
    file_name: str = "",
    dry_run: bool = False,
    batch: RecordBatch | None = None,
    say: Callable[[int], object] = lambda done: None,
) -> RecordImport:
    """Judge and save every row; a dry run leaves nothing, a second time the rows that stand already are `unchanged`.

    `batch`: the one that was uploaded on the page. FileRefused for what is no workbook of the form, NotVisible for a
    form out of reach. Imports wait for each other.
    """
    definition = form_to_import(by, form)
    name = file_name or path.name
    done = RecordImport(open_table(path, aliases=aliases_of(definition), required=REQUIRED, file_name=name))
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_LOCK)
        kept = batch or _new_batch(by, form, name, on)
        sheet = Sheet(by, definition, kept.id, done.table.columns, reader, on, at)
        rows = done.table.rows()
        while chunk := list(islice(rows, CHUNK)):
            done.rows += take_in(sheet, chunk)
            say(len(done.rows))
        _close(by, kept, done, at)
        if dry_run:
            transaction.set_rollback(True)
            done.batch_id = None
    return done


def _new_batch(by: Viewer, form: str, name: str, on: dt.date) -> RecordBatch:
    return RecordBatch.objects.create(form=form, file_name=name[-200:], entered_on=on, started_by=by.actor_id)


def _close(by: Viewer, batch: RecordBatch, done: RecordImport, at: dt.datetime) -> None:
    """What was imported; of a file given to the command that brought nothing no batch is kept."""
    batch.counts, done.batch_id = done.counts(), batch.id
    if not batch.counts[RowVerdict.ADDED] and not batch.source_file:
        batch.delete()
        done.batch_id = None
        return
    batch.state, batch.finished_at = BatchState.IMPORTED, at
    batch.save()
    details = {"form": batch.form, "counts": batch.counts}
    audit.record(by=by, act="care.import_records", subject_kind="record_batch", subject_ids=[batch.id], details=details)
