"""Undo a batch: what it signed becomes void, what it ended is in force again; only while nothing was built on it."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import misshapen
from jiayi.service.agreements.models import Agreement, AgreementBatch, AgreementBatchRow
from jiayi.service.agreements.selectors.batches import batch_for
from jiayi.service.agreements.services import loads
from jiayi.service.agreements.services.ending import How, end_once
from jiayi.service.agreements.services.following import open_relations, restate_tasks
from jiayi.service.agreements.services.reopening import reopen, state_before
from jiayi.service.agreements.terms import IN_FORCE, BatchStatus, EndReason, RowVerdict, State

_MADE = (RowVerdict.ADDED, RowVerdict.CHANGED, RowVerdict.RENEWED)


@transaction.atomic
def undo_batch(*, by: Viewer, batch_id: UUID, on: dt.date, at: dt.datetime) -> AgreementBatch:
    """Take back every row; E_BATCH_BUILT_ON, and nothing is undone, where an agreement has moved on since."""
    batch = batch_for(by, batch_id)
    if batch.status != BatchStatus.DONE:
        raise misshapen("E_BATCH_STATE")
    rows = list(batch.rows.exclude(verdict__in=[RowVerdict.REJECTED, RowVerdict.UNCHANGED]))
    made = _agreements([row.agreement_id for row in rows if row.verdict in _MADE])
    ended = _agreements(_ended_by(rows))
    _require_unmoved(made, ended)
    how = How(State.VOID, EndReason.CORRECTION, on, "agreements.undo_batch", note=batch.title)
    end_once(by, made, how)
    _reopen(by, ended, on)
    batch.status, batch.undone_at = BatchStatus.UNDONE, at
    batch.save()
    audit.record(
        by=by,
        act="agreements.undo_batch",
        subject_kind="agreement_batch",
        subject_ids=[batch.id],
        resident_ids=[one.resident_id for one in [*made, *ended]],
    )
    return batch


def _ended_by(rows: list[AgreementBatchRow]) -> list[UUID]:
    """What a change replaced, and what a row ended; a renewal ends its former only when its own day comes."""
    changed = [row.former_id for row in rows if row.verdict == RowVerdict.CHANGED]
    return changed + [row.agreement_id for row in rows if row.verdict == RowVerdict.ENDED]


def _agreements(ids: list[UUID | None]) -> list[Agreement]:
    rows = Agreement.objects.filter(id__in=[one for one in ids if one]).order_by("id")
    return list(rows.select_for_update(no_key=True, of=("self",)))


def _require_unmoved(made: list[Agreement], ended: list[Agreement]) -> None:
    """Those made are as they were signed; those ended have not come to another state."""
    moved = sum(one.state not in (State.ACTIVE, State.SCHEDULED) for one in made)
    moved += sum(one.state not in (State.CHANGED, State.TERMINATED) for one in ended)
    following = Agreement.objects.filter(previous_id__in=[one.id for one in made])
    moved += following.count()
    if moved:
        raise misshapen("E_BATCH_BUILT_ON", count=moved)


def _reopen(by: Viewer, ended: list[Agreement], on: dt.date) -> None:
    residents = [one.resident_id for one in ended]
    before = loads.seats_of(residents)
    for agreement in ended:
        reopen(agreement, state_before(agreement, on), by=by, on=on)
    again = [one for one in ended if one.state in IN_FORCE]
    open_relations(again, by=by, since=on)
    loads.move(loads.Shift(before=before, after=loads.seats_of(residents)))
    restate_tasks(again, on=on, outcome="reopened")
