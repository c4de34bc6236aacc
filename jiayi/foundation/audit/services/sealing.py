"""Seal entries into the chain, in batches: one sealer at a time, no entry twice, none forgotten."""

import datetime as dt
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from jiayi.foundation.audit.anchor import Anchor, read_anchor, write_anchor
from jiayi.foundation.audit.copying import canonical_session, copied
from jiayi.foundation.audit.models import Seal, SealedEntry
from jiayi.foundation.audit.rules import ENTRY_COLUMNS, FIRST, entry_digest, seal_digest
from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import SystemViewer

from .recording import record

log = logging.getLogger("jiayi.audit")

BATCH = 20_000
SEALER = 8_310_771_001  # the advisory lock that the one sealer holds
# One that waits without its entry goes on waiting, so that verify() finds what somebody deleted before the seal.
TAKE = (
    "DELETE FROM audit_waitingentry WHERE entry_id IN"
    " (SELECT w.entry_id FROM audit_waitingentry w WHERE EXISTS (SELECT FROM audit_entry e WHERE e.id = w.entry_id)"
    " ORDER BY w.entry_id LIMIT %s) RETURNING entry_id"
)


class ChainCut(Exception):
    """The anchor names a seal that is gone or different: nothing more is sealed until somebody has looked."""


def seal() -> int:
    """Seal all that waits; how many entries there were. Called every few seconds; does nothing while another seals.

    An entry waits from its own transaction on (a trigger sees to it), so that one committed late is sealed late.
    """
    sealed = 0
    with _alone() as is_alone:
        while is_alone and (batch := _seal_batch()):
            sealed += batch
    return sealed


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether this is the one sealer, until the anchor is written too: hence a lock of the session."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [SEALER])
        is_alone = cursor.fetchone()[0]
    try:
        yield is_alone
    finally:
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [SEALER])


def _seal_batch() -> int:
    with canonical_session():
        previous = Seal.objects.order_by("-id").first()
        _check_anchor(previous)
        entries = _take_entries()
        made = _make_seal(previous, entries, clock.now()) if entries else None
    if made:
        _move_anchor(made)
    return len(entries)


def _take_entries() -> list[tuple[int, str]]:
    """Some of the entries that wait, with their digests; they wait no longer once this transaction is committed."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [BATCH])
        taken = ",".join(str(entry_id) for (entry_id,) in cursor.fetchall())
    lines = copied(f"SELECT {ENTRY_COLUMNS} FROM audit_entry WHERE id = ANY('{{{taken}}}') ORDER BY id")
    return [(int(line.split(b"\t", 1)[0]), entry_digest(line)) for line in lines]


def _make_seal(previous: Seal | None, entries: list[tuple[int, str]], at: dt.datetime) -> Seal:
    seal_id = previous.id + 1 if previous else 1
    before = previous.digest if previous else FIRST
    digest = seal_digest(seal_id, iso(at), before, entries)
    made = Seal.objects.create(
        id=seal_id, sealed_at=at, previous_digest=before, digest=digest, entry_count=len(entries)
    )
    SealedEntry.objects.bulk_create(
        [SealedEntry(entry_id=entry_id, seal=made, digest=digest) for entry_id, digest in entries], batch_size=5_000
    )
    return made


def _check_anchor(last: Seal | None) -> None:
    anchor = read_anchor()
    if anchor is None:
        if last is not None:
            log.warning("the audit had no anchor; one is begun at seal %s", last.id)
            record(by=SystemViewer(), act="audit.begin_anchor", subject_kind="seal", subject_ids=[last.id])
        return
    if not Seal.objects.filter(id=anchor.seal_id, digest=anchor.digest).exists():
        raise ChainCut(f"seal {anchor.seal_id} is gone or different")


def _move_anchor(made: Seal) -> None:
    anchor = read_anchor()
    if anchor is None or anchor.seal_id < made.id:
        write_anchor(Anchor(made.id, made.digest))


def iso(at: dt.datetime) -> str:
    """An instant as it is digested."""
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")
