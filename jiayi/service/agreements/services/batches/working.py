"""The work of a batch in the background: tried first, then done, perhaps undone."""

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.encryption import encrypt
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.jobs.services import Progress
from jiayi.foundation.ui.refusals import misshapen
from jiayi.service.agreements.models import AgreementBatch, AgreementBatchRow
from jiayi.service.agreements.selectors.batches import batch_for
from jiayi.service.agreements.terms import BatchKind, BatchStatus, RowVerdict

from .importing import import_agreements
from .renewing import renew_agreements
from .rows import Row, counts_of

CHECK, DO, UNDO = "agreements.check_batch", "agreements.do_batch", "agreements.undo_batch"


def folder() -> Path:
    """Where uploaded workbooks are kept, closed to others."""
    path = Path(settings.MEDIA_ROOT) / "agreement-batches"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def delete_old_workbooks(*, at: dt.datetime) -> int:
    """Delete workbooks, and the cells of rejected rows, that are older than the setting's days. How many files."""
    limit = at - dt.timedelta(days=settings.ROSTER_FILE_DAYS)
    AgreementBatchRow.objects.filter(batch__created_at__lt=limit).exclude(cells_sealed=b"").update(cells_sealed=b"")
    old = [path for path in folder().iterdir() if path.stat().st_mtime < limit.timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def check_batch(*, by: Viewer, batch_id: UUID, say: Progress) -> None:
    """Try every row; nothing stays but the verdicts."""
    batch = batch_for(by, batch_id)
    _keep(batch, _rows(by, batch, say, dry_run=True), BatchStatus.CHECKED)


def do_batch(*, by: Viewer, batch_id: UUID, say: Progress) -> None:
    """Act on every row that was tried; rows are judged anew."""
    batch = batch_for(by, batch_id)
    if batch.status != BatchStatus.CHECKED:
        raise misshapen("E_BATCH_STATE")
    _keep(batch, _rows(by, batch, say, dry_run=False), BatchStatus.DONE)
    audit.record(
        by=by,
        act="agreements.do_batch",
        subject_kind="agreement_batch",
        subject_ids=[batch.id],
        details={"kind": batch.kind, "counts": batch.counts},
    )


def _rows(by: Viewer, batch: AgreementBatch, say: Progress, *, dry_run: bool) -> list[Row]:
    total = batch.counts.get("rows")

    def tell(done: int) -> None:
        if done % 20 == 0:
            say.say(done=done, total=total)

    if batch.kind == BatchKind.IMPORT:
        done = import_agreements(
            by=by,
            path=folder() / batch.source_file,
            file_name=batch.title,
            on=batch.judged_on,
            dry_run=dry_run,
            say=tell,
        )
        batch.heading = done.table.heading
        return done.rows
    return _renewals(by, batch, tell, dry_run)


def _renewals(by: Viewer, batch: AgreementBatch, tell, dry_run: bool) -> list[Row]:
    ids = [UUID(one) for one in batch.arguments["agreements"]]
    rows: list[Row] = []
    with transaction.atomic():
        for _identity, outcome in renew_agreements(
            by=by, agreement_ids=ids, years=batch.arguments["years"], on=batch.judged_on
        ):
            rows.append((len(rows) + 1, [], outcome))
            tell(len(rows))
        if dry_run:
            transaction.set_rollback(True)
    return rows


@transaction.atomic
def _keep(batch: AgreementBatch, rows: Sequence[Row], status: str) -> None:
    kept = [
        AgreementBatchRow(
            batch=batch,
            row=number,
            verdict=outcome.verdict,
            codes=list(outcome.codes),
            texts=list(outcome.texts),
            agreement_id=outcome.agreement_id if status == BatchStatus.DONE else None,
            former_id=outcome.former_id,
            resident_id=outcome.resident_id,
            cells_sealed=_sealed(batch, number, cells) if outcome.verdict == RowVerdict.REJECTED else b"",
        )
        for number, cells, outcome in rows
    ]
    batch.rows.all().delete()
    AgreementBatchRow.objects.bulk_create(kept, batch_size=1_000)
    batch.counts = counts_of(rows)
    batch.status = status
    batch.save()


def _sealed(batch: AgreementBatch, number: int, cells: list[str]) -> bytes:
    return encrypt(json.dumps(cells, ensure_ascii=False), f"agreements_agreementbatchrow.cells.{batch.id}.{number}")
