"""Importing one roster file: read, judged, decided and written chunk by chunk in one transaction."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import uuid_utils
from django.db import IntegrityError, connection, transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.intake.services import Table, open_table
from jiayi.registry.people.models import RosterBatch
from jiayi.registry.people.permissions import ROSTER_IMPORT, require
from jiayi.registry.people.roster_rules.deciding import Decider
from jiayi.registry.people.roster_rules.outcomes import Outcomes
from jiayi.registry.people.roster_work import Judged
from jiayi.registry.people.terms import BatchStatus

from . import vocabulary
from .judging import judged_chunks
from .landing import Landing
from .lookup import LookUp
from .pace import at_full_pace

EXAMPLES = 20
# Imports come one after the other: two of the same file must not both find its residents missing.
_ONE_AT_A_TIME = 0x726F73746572
_MANY = 10_000

Say = Callable[[int], None]


@dataclass
class RosterImport:
    """What an import did, or would do: the verdict on every row."""

    table: Table
    outcomes: Outcomes
    batch: RosterBatch | None = None
    facts: dict[str, object] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        return self.outcomes.counts()


def import_roster(
    *,
    by: Viewer,
    path: Path,
    on: dt.date,
    at: dt.datetime,
    file_name: str = "",
    batch: RosterBatch | None = None,
    dry_run: bool = False,
    say: Say | None = None,
    processes: int | None = None,
) -> RosterImport:
    """Import a roster file as judged on a day; all of it or, after an error or a crash, nothing.

    A dry run decides every row and writes nothing. Refuses the file whole with FileRefused.
    """
    require(by, ROSTER_IMPORT)
    table = open_table(path, aliases=vocabulary.aliases(), required=vocabulary.required_columns(), file_name=file_name)
    run = _Run(by, table, on, at, say or _silent, processes)
    if dry_run:
        return RosterImport(table, run.decide_all(None))
    name = (file_name or path.name)[-200:]
    return _once_more_after_a_race(lambda: run.write_all(batch or _new_batch(by, path, name, on)))


@dataclass
class _Run:
    by: Viewer
    table: Table
    on: dt.date
    at: dt.datetime
    say: Say
    processes: int | None

    def write_all(self, batch: RosterBatch) -> RosterImport:
        with transaction.atomic():
            wait_for_other_imports()
            batch.judged_on = self.on
            batch.save()
            outcomes = self.decide_all(batch.pk)
            if len(outcomes) >= _MANY:
                _count_anew()
            batch.counts, batch.codes = outcomes.counts(), outcomes.codes()
            batch.examples = outcomes.examples(EXAMPLES)
            batch.status, batch.finished_at = BatchStatus.IMPORTED, self.at
            batch.save()
            audit.record(
                by=self.by,
                act="people.import_roster",
                subject_kind="roster_batch",
                subject_ids=[batch.pk],
                details={"counts": batch.counts, "codes": batch.codes},
            )
        return RosterImport(self.table, outcomes, batch)

    def decide_all(self, batch_id: UUID | None) -> Outcomes:
        """Decide every row; write what they ask for unless there is no batch (a dry run)."""
        scope = self.by.scope(ROSTER_IMPORT)
        setting = vocabulary.setting(on=self.on, columns=self.table.columns, scope=scope)
        decider = Decider(scope.holds_region, lambda: str(uuid_utils.uuid7()))
        chunks = judged_chunks(self.table.rows(), setting, processes=self.processes)
        with at_full_pace():
            if batch_id is None:
                self._decide(decider, chunks)
            else:
                with Landing(batch_id=batch_id, on=self.on, at=self.at) as landing:
                    self._decide_and_write(decider, chunks, landing)
        return decider.outcomes

    def _decide(self, decider: Decider, chunks: Iterator[Judged]) -> None:
        look_up = LookUp()
        for rows in chunks:
            decider.decide(rows, look_up.facts_of(rows))
            self.say(len(decider.outcomes))

    def _decide_and_write(self, decider: Decider, chunks: Iterator[Judged], landing: Landing) -> None:
        look_up, counted = LookUp(), False
        for rows in chunks:
            landing.settle()
            if not counted and len(decider.outcomes) >= _MANY:
                _count_anew()
                counted = True
            self.say(len(decider.outcomes))
            facts = look_up.facts_of(rows)
            landing.go_on()
            landing.take(decider.decide(rows, facts))
        landing.finish()
        self.say(len(decider.outcomes))


def file_digest(path: Path) -> str:
    """What equal files share."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _new_batch(by: Viewer, path: Path, name: str, on: dt.date) -> RosterBatch:
    return RosterBatch(file_name=name, digest=file_digest(path), judged_on=on, started_by=by.actor_id)


def wait_for_other_imports() -> None:
    """Imports and their undoing come one after the other, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])


def _count_anew() -> None:
    """The server plans by what it counted last, which after many new rows is far off.

    Of a table it never counted it takes one in two hundred residents to be merged, and reads all of them for each
    chunk to find those; so an import counts early too, and again at its end.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE people_resident, people_household, people_groupmembership, people_rosternewcomers")


def _once_more_after_a_race(attempt: Callable[[], RosterImport]) -> RosterImport:
    """Somebody may register a person of the file by hand in the moment between look-up and writing."""
    try:
        return attempt()
    except IntegrityError:
        if connection.in_atomic_block:
            raise
        return attempt()


def _silent(_done: int) -> None:
    return None
