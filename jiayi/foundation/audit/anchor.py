"""The anchor: outside the database, a file that remembers the last seal, so that a cut tail shows.

It is named after the database itself, so that a new database begins with no anchor.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection


@dataclass(frozen=True)
class Anchor:
    """The last seal that was ever made here."""

    seal_id: int
    digest: str


def anchor_path() -> Path:
    """Where the anchor of the present database lies, in the data folder."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT system_identifier FROM pg_control_system()), oid"
            " FROM pg_database WHERE datname = current_database()"
        )
        cluster, database = cursor.fetchone()
    return Path(settings.DATA_DIR) / "audit" / f"anchor-{cluster}-{database}.json"


def read_anchor() -> Anchor | None:
    """The anchor, or None where there is none yet."""
    try:
        return Anchor(**json.loads(anchor_path().read_text("ascii")))
    except FileNotFoundError:
        return None


def write_anchor(anchor: Anchor) -> None:
    """Replace the anchor at once and durably: a crash leaves the old one or the new one."""
    path = anchor_path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    with draft.open("w", encoding="ascii") as file:
        json.dump(asdict(anchor), file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)
