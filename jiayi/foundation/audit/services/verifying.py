"""Verify the whole chain, streaming: every entry against its digest, every seal against the one before."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from django.db import connection

from jiayi.foundation.audit.anchor import read_anchor
from jiayi.foundation.audit.copying import canonical_session, copied
from jiayi.foundation.audit.models import Seal, WaitingEntry
from jiayi.foundation.audit.rules import ENTRY_COLUMNS, FIRST, entry_digest, seal_digest

from .sealing import iso

GROUP_OF_SEALS = 2_000

Row = tuple[int, int, str, bytes]  # seal, entry, the entry's digest when sealed, its line now


@dataclass(frozen=True)
class Break:
    """The first thing that is not as it was sealed."""

    code: str
    seal_id: int | None = None
    entry_id: int | None = None


@dataclass(frozen=True)
class Verdict:
    """How far the chain holds: counts up to the break, or over all where there is none."""

    seals: int
    entries: int
    waiting: int
    broken: Break | None = None


def verify() -> Verdict:
    """Read everything once, in the order of the seals, and say what breaks first.

    E_ENTRY_CHANGED, E_ENTRY_MISSING (sealed, or waiting for its seal), E_SEAL_CHANGED (also when one of its entries
    is no longer listed), E_SEAL_MISSING, E_ENTRY_UNSEALED (an entry that neither waits nor is sealed), E_TAIL_CUT,
    E_ANCHOR_MISSING.
    """
    seals = entries = 0
    previous_id, previous = 0, FIRST
    with canonical_session():
        waiting = WaitingEntry.objects.count()
        for seal, rows in _seals_with_rows():
            broken = _broken_row(rows) or _broken_link(seal, rows, previous_id, previous)
            if broken:
                return Verdict(seals, entries, waiting, broken)
            seals, entries = seals + 1, entries + len(rows)
            previous_id, previous = seal.id, seal.digest
        return Verdict(seals, entries, waiting, _unsealed() or _gone_while_waiting() or _cut_tail(seals))


def _broken_row(rows: list[Row]) -> Break | None:
    for seal_id, entry_id, sealed, line in rows:
        if entry_digest(line) != sealed:
            missing = line.startswith(b"\\N")
            return Break("E_ENTRY_MISSING" if missing else "E_ENTRY_CHANGED", seal_id, entry_id)
    return None


def _broken_link(seal: Seal, rows: list[Row], previous_id: int, previous: str) -> Break | None:
    if seal.id != previous_id + 1:
        return Break("E_SEAL_MISSING", previous_id + 1)
    listed = ((entry_id, digest) for _, entry_id, digest, _ in rows)
    computed = seal_digest(seal.id, iso(seal.sealed_at), seal.previous_digest, listed)
    if (seal.digest, seal.previous_digest, seal.entry_count) != (computed, previous, len(rows)):
        return Break("E_SEAL_CHANGED", seal.id)
    return None


def _seals_with_rows() -> Iterator[tuple[Seal, list[Row]]]:
    last = -(2**63) + 1
    while seals := list(Seal.objects.filter(id__gt=last).order_by("id")[:GROUP_OF_SEALS]):
        groups = groupby(_rows(seals[0].id, seals[-1].id), key=itemgetter(0))
        seal_id, rows = next(groups, (None, iter(())))
        for seal in seals:
            if seal.id == seal_id:
                yield seal, list(rows)
                seal_id, rows = next(groups, (None, iter(())))
            else:
                yield seal, []
        last = seals[-1].id


def _rows(first: int, last: int) -> Iterator[Row]:
    columns = ", ".join(f"e.{name.strip()}" for name in ENTRY_COLUMNS.split(","))
    query = (
        f"SELECT s.seal_id, s.entry_id, s.digest, {columns} FROM audit_sealedentry s"
        " LEFT JOIN audit_entry e ON e.id = s.entry_id"
        " WHERE s.seal_id BETWEEN %d AND %d ORDER BY s.seal_id, s.entry_id"
    )
    for line in copied(query, first, last):
        seal_id, entry_id, digest, entry = line.split(b"\t", 3)
        yield int(seal_id), int(entry_id), digest.decode(errors="replace"), entry


def _unsealed() -> Break | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(e.id) FROM audit_entry e WHERE NOT EXISTS"
            " (SELECT FROM audit_sealedentry s WHERE s.entry_id = e.id)"
            " AND NOT EXISTS (SELECT FROM audit_waitingentry w WHERE w.entry_id = e.id)"
        )
        entry_id = cursor.fetchone()[0]
    return Break("E_ENTRY_UNSEALED", entry_id=entry_id) if entry_id is not None else None


def _gone_while_waiting() -> Break | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(w.entry_id) FROM audit_waitingentry w"
            " WHERE NOT EXISTS (SELECT FROM audit_entry e WHERE e.id = w.entry_id)"
        )
        entry_id = cursor.fetchone()[0]
    return Break("E_ENTRY_MISSING", entry_id=entry_id) if entry_id is not None else None


def _cut_tail(seals: int) -> Break | None:
    anchor = read_anchor()
    if anchor is None:
        return Break("E_ANCHOR_MISSING") if seals else None
    if not Seal.objects.filter(id=anchor.seal_id, digest=anchor.digest).exists():
        return Break("E_TAIL_CUT", anchor.seal_id)
    return None
