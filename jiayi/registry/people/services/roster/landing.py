"""Plans written one behind the deciding of the next: the server works while the next chunk is decided."""

import datetime as dt
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from jiayi.registry.people.roster_rules.plan import Plan

from .serials import ArchiveNumbers
from .writing import Texts, texts_of, write_changes, write_homes, write_texts

Connection = BaseDatabaseWrapper


class Landing:
    """Writes the plans of one file in their order, in the open transaction of the caller's connection.

    Between `settle` and `take` a second thread writes on that connection; the caller must leave it alone.
    """

    def __init__(self, *, batch_id: UUID, on: dt.date, at: dt.datetime) -> None:
        self._where = {"batch_id": batch_id, "on": on, "at": at}
        self._numbers = ArchiveNumbers()
        self._plan = Plan()
        self._texts: Texts | None = []
        self._writing: Future[None] | None = None

    def __enter__(self) -> Self:
        connection.inc_thread_sharing()
        own: Connection = connections[DEFAULT_DB_ALIAS]
        self._thread = ThreadPoolExecutor(1, initializer=_work_on, initargs=(own,))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._thread.shutdown(wait=True)
        connection.dec_thread_sharing()

    def settle(self) -> None:
        """What the next rows may ask for of the last plan is there after this: households, and all that it changed.

        Whom it made the decider remembers itself.
        """
        self._wait()
        write_homes(self._plan, at=self._where["at"])
        if self._plan.updates:
            self._write(self._plan, self._texts)
            self._plan, self._texts = Plan(), []

    def go_on(self) -> None:
        """Write the rest of the last plan meanwhile."""
        self._writing = self._thread.submit(self._write, self._plan, self._texts)

    def take(self, plan: Plan) -> None:
        """A plan to write next; its texts are made at once, while the server works, where that takes no statement."""
        villages = {newcomer.row.region_code for newcomer in plan.newcomers}
        self._plan = plan
        self._texts = self._texts_of(plan) if self._numbers.has_met(villages) else None

    def finish(self) -> None:
        """Write what is left, and the last serials."""
        self.settle()
        self.go_on()
        self._wait()
        self._numbers.keep()

    def _texts_of(self, plan: Plan) -> Texts:
        return texts_of(plan, self._numbers, **self._where)

    def _write(self, plan: Plan, texts: Texts | None) -> None:
        write_texts(self._texts_of(plan) if texts is None else texts)
        if plan.updates:
            write_changes(plan, **self._where)
        _check_references()

    def _wait(self) -> None:
        if self._writing is not None:
            self._writing.result()
            self._writing = None


def _work_on(shared: Connection) -> None:
    connections[DEFAULT_DB_ALIAS] = shared


def _check_references() -> None:
    """Check foreign keys now: put off to the end they would pile up in the server's memory."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
