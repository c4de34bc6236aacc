"""A batch's way through the pages: uploaded, tried, imported, undone, each step in the background."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.db import transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.models import new_id
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.intake.services import check_size, open_table
from jiayi.foundation.jobs import selectors as job_selectors
from jiayi.foundation.jobs import services as jobs
from jiayi.registry.people.faults import broken
from jiayi.registry.people.models import RosterBatch
from jiayi.registry.people.permissions import ROSTER_IMPORT, require
from jiayi.registry.people.selectors.roster import batch_for
from jiayi.registry.people.terms import BatchStatus

from . import vocabulary
from .files import keep, name_for, path_of, private
from .importing import EXAMPLES, RosterImport, file_digest, import_roster
from .reporting import write_rejected, write_report
from .undoing import undo_roster

CHECK, IMPORT, UNDO = "roster_check", "roster_import", "roster_undo"


def upload_roster(*, by: Viewer, file_name: str, size: int, chunks: Iterable[bytes], on: dt.date) -> RosterBatch:
    """Keep a file and try it in the background; refuses at once what is no roster."""
    require(by, ROSTER_IMPORT)
    check_size(file_name, size)
    identity = new_id()
    source = name_for(identity, "source", file_name)
    path = keep(source, chunks)
    try:
        open_table(path, aliases=vocabulary.aliases(), required=vocabulary.required_columns(), file_name=file_name)
        return _begin(by, identity, file_name, path, on)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@transaction.atomic
def _begin(by: Viewer, identity: UUID, file_name: str, path: Path, on: dt.date) -> RosterBatch:
    batch = RosterBatch.objects.create(
        id=identity,
        file_name=file_name[-200:],
        digest=file_digest(path),
        judged_on=on,
        status=BatchStatus.UPLOADED,
        started_by=by.actor_id,
        source_file=path.name,
    )
    audit.record(by=by, act="people.upload_roster", subject_kind="roster_batch", subject_ids=[identity])
    return _start(by, batch, CHECK)


@transaction.atomic
def start_import(*, by: Viewer, batch_id: UUID) -> RosterBatch:
    """Import a batch that was tried, in the background."""
    require(by, ROSTER_IMPORT)
    return _start(by, _in_state(by, batch_id, BatchStatus.CHECKED), IMPORT)


@transaction.atomic
def start_undo(*, by: Viewer, batch_id: UUID) -> RosterBatch:
    """Undo an imported batch, in the background."""
    require(by, ROSTER_IMPORT)
    return _start(by, _in_state(by, batch_id, BatchStatus.IMPORTED), UNDO)


def check_batch(*, by: Viewer, batch_id: UUID, at: dt.datetime, say: jobs.Progress) -> None:
    """Try a batch: the verdict on every row, and nothing written but that."""
    batch = batch_for(by, batch_id)
    done = _run(by, batch, at, say, dry_run=True)
    batch.counts, batch.codes = done.counts, done.outcomes.codes()
    batch.examples = done.outcomes.examples(EXAMPLES)
    batch.status = BatchStatus.CHECKED
    _keep_results(batch, done)


def import_batch(*, by: Viewer, batch_id: UUID, at: dt.datetime, say: jobs.Progress) -> None:
    """Import a batch that was tried."""
    batch = _in_state(by, batch_id, BatchStatus.CHECKED, job_may_run=True)
    _keep_results(batch, _run(by, batch, at, say, dry_run=False))


def undo_batch(*, by: Viewer, batch_id: UUID, at: dt.datetime) -> None:
    """Undo an imported batch."""
    undo_roster(by=by, batch_id=batch_id, at=at)


def _run(by: Viewer, batch: RosterBatch, at: dt.datetime, progress: jobs.Progress, *, dry_run: bool) -> RosterImport:
    total = batch.counts.get("rows")
    return import_roster(
        by=by,
        path=path_of(batch.source_file),
        file_name=batch.file_name,
        on=batch.judged_on,
        at=at,
        batch=batch,
        dry_run=dry_run,
        say=lambda done: progress.say(done=done, total=total),
    )


def _keep_results(batch: RosterBatch, done: RosterImport) -> None:
    report, rejects = name_for(batch.pk, "report", ".json"), name_for(batch.pk, "rejects", ".xlsx")
    write_report(done, private(report))
    batch.report_file, batch.rejects_file = report, ""
    if write_rejected(done, private(rejects)):
        batch.rejects_file = rejects
    batch.save()


def _in_state(by: Viewer, batch_id: UUID, status: BatchStatus, *, job_may_run: bool = False) -> RosterBatch:
    batch = batch_for(by, batch_id, lock=not job_may_run)
    if batch.status != status or (not job_may_run and job_selectors.is_open(batch.job_id)):
        raise broken("E_ROSTER_STATE")
    if status == BatchStatus.CHECKED and not batch.source_file:
        raise broken("E_ROSTER_FILE_GONE")
    return batch


def _start(by: Viewer, batch: RosterBatch, kind: str) -> RosterBatch:
    batch.job_id = jobs.start(by=by, kind=kind, arguments={"batch_id": str(batch.pk)}).pk
    batch.save(update_fields=["job_id", "updated_at"])
    return batch
