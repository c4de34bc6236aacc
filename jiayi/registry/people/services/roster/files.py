"""The files of batches: kept in the data folder for their owner's eyes, and only for a while."""

import datetime as dt
import os
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from jiayi.foundation.base import clock
from jiayi.registry.people.models import RosterBatch

KINDS = ("source_file", "report_file", "rejects_file")


def folder() -> Path:
    """Where the files are, closed to others."""
    path = Path(settings.MEDIA_ROOT) / "rosters"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def keep(name: str, chunks: Iterable[bytes]) -> Path:
    """Write a new file that only its owner can read."""
    path = folder() / name
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.writelines(chunks)
    return path


def path_of(name: str) -> Path:
    """The path of a kept file."""
    return folder() / name


def private(name: str) -> Path:
    """The path of a file that is going to be written, made empty and closed to others."""
    path = folder() / name
    path.unlink(missing_ok=True)
    return keep(name, [])


def name_for(batch_id: UUID, kind: str, file_name: str) -> str:
    """The name under which a batch's file is kept: nothing of what people called it but the ending."""
    return f"{batch_id}-{kind}{Path(file_name).suffix.lower()[:5]}"


def delete_old_files(before: dt.datetime | None = None) -> int:
    """Delete the files of batches older than the setting's days; how many batches."""
    limit = before or clock.now() - dt.timedelta(days=settings.ROSTER_FILE_DAYS)
    has_files = ~Q(source_file="") | ~Q(report_file="") | ~Q(rejects_file="")
    old = list(RosterBatch.objects.filter(has_files, created_at__lt=limit))
    for batch in old:
        for kind in KINDS:
            if name := getattr(batch, kind):
                path_of(name).unlink(missing_ok=True)
                setattr(batch, kind, "")
        batch.save(update_fields=[*KINDS, "updated_at"])
    return len(old)
