"""The chain's arithmetic: what is digested, and in which form. No Django here."""

import hashlib
from collections.abc import Iterable

FIRST = "0" * 64  # what the first seal names as the one before it

# Every column of an entry in a fixed order; PostgreSQL's COPY text format writes them unambiguously.
ENTRY_COLUMNS = (
    "id, at, actor_id, actor_name, on_behalf_of, act, subject_kind, subject_ids, resident_ids, details, "
    "request_id, address"
)


def entry_digest(line: bytes) -> str:
    """SHA-256 of an entry's line in COPY text format, without the line break."""
    return hashlib.sha256(line).hexdigest()


def seal_digest(seal_id: int, sealed_at: str, previous_digest: str, entries: Iterable[tuple[int, str]]) -> str:
    """SHA-256 over the seal's own facts and the digests of its entries in the order of their ids.

    sealed_at is UTC as ISO 8601 with microseconds.
    """
    digest = hashlib.sha256(f"{seal_id} {sealed_at} {previous_digest}\n".encode())
    count = 0
    for entry_id, entry in entries:
        digest.update(f"{entry_id} {entry}\n".encode())
        count += 1
    digest.update(f"{count}".encode())
    return digest.hexdigest()
