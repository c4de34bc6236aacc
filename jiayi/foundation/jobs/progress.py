"""How running work says how far it is, beside the transaction that it works in."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper


class JobCancelled(Exception):
    """The person who started the work has asked to stop it."""


class Progress:
    """A run's own line to the people who watch it."""

    def __init__(self, run_id: UUID | None, started_by: UUID | None = None) -> None:
        self.run_id = run_id
        self.started_by = started_by

    def say(self, *, done: int | None = None, total: int | None = None, message: str = "") -> None:
        """Show how far the work is; raises JobCancelled where somebody asked to stop."""
        if self.run_id is not None and report(run_id=self.run_id, done=done, total=total, message=message):
            raise JobCancelled


def report(*, run_id: UUID, done: int | None = None, total: int | None = None, message: str = "") -> bool:
    """Write a running job's progress at once, also from inside a long transaction; whether to stop."""
    statement = """
        UPDATE jobs_jobrun
           SET done = coalesce(%s, done), total = coalesce(%s, total),
               message = CASE WHEN %s = '' THEN message ELSE %s END, updated_at = now()
         WHERE id = %s
        RETURNING is_cancel_asked"""
    with beside() as line, line.cursor() as cursor:
        cursor.execute(statement, [done, total, message, message[:200], run_id])
        row = cursor.fetchone()
    return bool(row and row[0])


@contextmanager
def beside() -> Iterator[BaseDatabaseWrapper]:
    """A connection on which a statement counts at once: the usual one, or inside a transaction one beside it."""
    if not connection.in_atomic_block:
        yield connection
        return
    line = connection.copy()
    try:
        yield line
    finally:
        line.close()
