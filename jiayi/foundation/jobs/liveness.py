"""Which runs are alive: a worker holds an advisory lock while it works, and the lock dies with it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection

# The first half of the key says that the second one names a run (any number that no other lock uses).
_ROOM = 0x6A6F62


def _key(run_id: UUID) -> int:
    low = run_id.int & 0xFFFFFFFF
    return low - 0x1_0000_0000 if low >= 0x8000_0000 else low


@contextmanager
def held(run_id: UUID) -> Iterator[bool]:
    """Hold the run for the time of the work; False where another worker holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_ROOM, _key(run_id)])
        is_mine = cursor.fetchone()[0]
    try:
        yield is_mine
    finally:
        if is_mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_ROOM, _key(run_id)])


def dead(run_ids: Iterable[UUID]) -> list[UUID]:
    """Those of the runs that nobody holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objsubid = 2 "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [_ROOM],
        )
        alive = {row[0] for row in cursor.fetchall()}
    return [run_id for run_id in run_ids if run_id.int & 0xFFFFFFFF not in alive]
