"""Take in visits from a file: rows judged one by one, refused ones told why, nothing twice, undone as a whole.

A file is read in one transaction, chunk by chunk; imports wait for each other.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import events
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.intake.services import Table, Texts, open_table, reason_text
from jiayi.foundation.ui.refusals import misshapen
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.insurance.events import AdmissionsReported
from jiayi.service.insurance.models import InsuredVisit, VisitBatch
from jiayi.service.insurance.selectors.visits import batch_for
from jiayi.service.insurance.terms import RowVerdict, VisitKind

from .sheets import REQUIRED, Read, aliases, read_row

CHUNK = 2000
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('insurance.import_visits'))"
_KEY = ("resident_id", "visit_on", "kind", "institution_name", "diagnosis", "amount_fen")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row; a rejected one with the reasons."""

    verdict: str
    codes: tuple[str, ...] = ()

    @property
    def texts(self) -> Texts:
        return tuple(reason_text(code) for code in self.codes)


@dataclass
class VisitImport:
    """What became of every row; no batch where nothing was added."""

    table: Table
    batch_id: UUID | None = None
    counted: Counter[str] = field(default_factory=Counter)
    rejected: list[tuple[int, list[str], Outcome]] = field(default_factory=list)
    verdicts: list[tuple[int, str, tuple[str, ...]]] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """Rows in all and by verdict."""
        return {"rows": self.counted.total(), **{str(one): self.counted[str(one)] for one in RowVerdict}}


def import_visits(
    *,
    by: Viewer,
    path: Path,
    on: dt.date,
    file_name: str = "",
    dry_run: bool = False,
    say: Callable[[int], object] = lambda done: None,
) -> VisitImport:
    """Judge and add every row; a dry run leaves nothing. FileRefused for what is no file of visits."""
    name = file_name or path.name
    done = VisitImport(open_table(path, aliases=aliases(), required=REQUIRED, file_name=name))
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_LOCK)
        batch = VisitBatch.objects.create(
            file_name=name[-200:], entered_on=on, started_by=by.actor_id, started_by_name=by.actor_name[:60]
        )
        rows = done.table.rows()
        places = dict(organization.institutions(by).values_list("name", "id"))
        while chunk := list(islice(rows, CHUNK)):
            _take(by, batch, chunk, done, places, on)
            say(done.counted.total())
        _close(by, batch, done)
        if dry_run:
            transaction.set_rollback(True)
            done.batch_id = None
    return done


def _take(
    by: Viewer,
    batch: VisitBatch,
    chunk: Sequence[tuple[int, list[str]]],
    done: VisitImport,
    places: dict[str, UUID],
    on: dt.date,
) -> None:
    """Some rows together: their residents, and what these have already, are found by one query each."""
    read = [(number, cells, read_row(cells, done.table.columns, on)) for number, cells in chunk]
    residents = people.residents_with_numbers(by, [one.number for _, _, one in read if one.number])
    standing = set(
        InsuredVisit.objects.filter(resident_id__in=[one.id for one in residents.values()]).values_list(*_KEY)
    )
    made: list[InsuredVisit] = []
    for number, cells, row in read:
        outcome = _judge(row, residents, standing, made, batch, places)
        done.counted[str(outcome.verdict)] += 1
        done.verdicts.append((number, str(outcome.verdict), outcome.codes))
        if outcome.verdict == RowVerdict.REJECTED:
            done.rejected.append((number, cells, outcome))
    InsuredVisit.objects.bulk_create(made)
    if stays := tuple((one.resident_id, one.visit_on) for one in made if one.kind == VisitKind.INPATIENT):
        events.publish(AdmissionsReported(stays))


def _judge(
    row: Read,
    residents: dict[str, Any],
    standing: set[tuple[Any, ...]],
    made: list[InsuredVisit],
    batch: VisitBatch,
    places: dict[str, UUID],
) -> Outcome:
    if row.codes:
        return Outcome(RowVerdict.REJECTED, row.codes)
    resident = residents.get(row.number)
    if resident is None:
        return Outcome(RowVerdict.REJECTED, ("E_VISIT_RESIDENT_UNKNOWN",))
    visit = InsuredVisit(
        resident=resident,
        region_id=resident.region_id,
        batch=batch,
        institution_id=places.get(row.values["institution_name"]),
        **row.values,
    )
    key = tuple(getattr(visit, name) for name in _KEY)
    if key in standing:
        return Outcome(RowVerdict.UNCHANGED)
    standing.add(key)
    made.append(visit)
    return Outcome(RowVerdict.ADDED)


def _close(by: Viewer, batch: VisitBatch, done: VisitImport) -> None:
    batch.counts, done.batch_id = done.counts(), batch.id
    batch.rejects = [[number, list(outcome.codes)] for number, _, outcome in done.rejected[:1000]]
    if not batch.counts[RowVerdict.ADDED]:
        batch.delete()
        done.batch_id = None
        return
    batch.save()
    details = {"counts": batch.counts}
    audit.record(
        by=by, act="insurance.import_visits", subject_kind="visit_batch", subject_ids=[batch.id], details=details
    )


@transaction.atomic
def undo_visits(*, by: Viewer, batch_id: UUID, at: dt.datetime) -> int:
    """Take out what a file brought; how many. BadShape where that was done already."""
    found = batch_for(by, batch_id)
    batch = VisitBatch.objects.select_for_update().filter(pk=found.id).first()
    if batch is None:
        raise NotVisible
    if batch.undone_at:
        raise misshapen("E_VISITS_UNDONE")
    count, _ = InsuredVisit.objects.filter(batch=batch).delete()
    batch.undone_at = at
    batch.save(update_fields=["undone_at", "updated_at"])
    audit.record(
        by=by, act="insurance.undo_visits", subject_kind="visit_batch", subject_ids=[batch.id], details={"rows": count}
    )
    return count


def reports(done: VisitImport) -> Iterator[dict[str, Any]]:
    """The verdict on every row."""
    for number, verdict, codes in done.verdicts:
        yield {"row": number, "verdict": verdict, "codes": list(codes)}
