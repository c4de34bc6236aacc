"""A batch's way through the pages: handed in and tried, confirmed, undone; each step in the background."""

import datetime as dt
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from uuid import UUID

from django.db import transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.models import new_id
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.intake.services import check_size, open_table
from jiayi.foundation.jobs import selectors as job_selectors
from jiayi.foundation.jobs import services as jobs
from jiayi.foundation.ui.refusals import misshapen
from jiayi.service.agreements import permissions
from jiayi.service.agreements.models import AgreementBatch
from jiayi.service.agreements.selectors.batches import batch_for
from jiayi.service.agreements.terms import BatchKind, BatchStatus

from .reading import aliases, required_columns
from .working import CHECK, DO, UNDO, folder

MOST_RENEWED = 5_000


def start_import(*, by: Viewer, file_name: str, size: int, chunks: Iterable[bytes], on: dt.date) -> AgreementBatch:
    """Keep a workbook and try it in the background; refuses at once what is none."""
    _require(by)
    check_size(file_name, size)
    identity = new_id()
    path = folder() / f"{identity}{Path(file_name).suffix.lower()[:5]}"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.writelines(chunks)
    try:
        open_table(path, aliases=aliases(), required=required_columns(), file_name=file_name)
        return _begin(
            by, AgreementBatch(id=identity, kind=BatchKind.IMPORT, title=file_name[-200:], source_file=path.name), on
        )
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def start_renewal(
    *, by: Viewer, agreement_ids: Sequence[UUID], years: int | None, title: str, on: dt.date
) -> AgreementBatch:
    """Try to renew these agreements in the background; confirmed afterwards."""
    _require(by)
    if not agreement_ids:
        raise misshapen("E_NOTHING_TO_RENEW")
    if len(agreement_ids) > MOST_RENEWED:
        raise misshapen("E_TOO_MANY_TO_RENEW", limit=MOST_RENEWED)
    arguments = {"agreements": [str(one) for one in agreement_ids], "years": years}
    return _begin(by, AgreementBatch(kind=BatchKind.RENEWAL, title=title[:200], arguments=arguments), on)


@transaction.atomic
def confirm_batch(*, by: Viewer, batch_id: UUID) -> AgreementBatch:
    """Do what was tried."""
    return _start(by, _in_state(by, batch_id, BatchStatus.CHECKED), DO)


@transaction.atomic
def start_undo(*, by: Viewer, batch_id: UUID) -> AgreementBatch:
    """Undo what was done."""
    return _start(by, _in_state(by, batch_id, BatchStatus.DONE), UNDO)


@transaction.atomic
def _begin(by: Viewer, batch: AgreementBatch, on: dt.date) -> AgreementBatch:
    batch.judged_on, batch.status, batch.started_by = on, BatchStatus.UPLOADED, by.actor_id
    batch.save(force_insert=True)
    audit.record(by=by, act="agreements.begin_batch", subject_kind="agreement_batch", subject_ids=[batch.id])
    return _start(by, batch, CHECK)


def _start(by: Viewer, batch: AgreementBatch, kind: str) -> AgreementBatch:
    batch.job_id = jobs.start(by=by, kind=kind, arguments={"batch_id": str(batch.id)}).pk
    batch.save(update_fields=["job_id", "updated_at"])
    return batch


def _in_state(by: Viewer, batch_id: UUID, status: str) -> AgreementBatch:
    batch = batch_for(by, batch_id, lock=True)
    if batch.status != status or job_selectors.is_open(batch.job_id):
        raise misshapen("E_BATCH_STATE")
    return batch


def _require(by: Viewer) -> None:
    if not by.can(permissions.SIGN):
        raise NotVisible
