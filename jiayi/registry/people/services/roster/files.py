"""The files of batches: kept in the data folder for their owner's eyes, and only for a while."""

import datetime as dt

from django.conf import settings
from django.db.models import Q

from jiayi.foundation.base import clock
from jiayi.foundation.intake.services import Shelf, name_for
from jiayi.registry.people.models import RosterBatch

KINDS = ("source_file", "report_file", "rejects_file")
SHELF = Shelf("rosters")
keep, path_of, private = SHELF.keep, SHELF.path_of, SHELF.private

__all__ = ["delete_old_files", "keep", "name_for", "path_of", "private"]


def delete_old_files(before: dt.datetime | None = None) -> int:
    """Delete the files of batches older than the setting's days; how many batches."""
    limit = before or clock.now() - dt.timedelta(days=settings.ROSTER_FILE_DAYS)
    has_files = ~Q(source_file="") | ~Q(report_file="") | ~Q(rejects_file="")
    old = list(RosterBatch.objects.filter(has_files, created_at__lt=limit))
    for batch in old:
        for kind in KINDS:
            if name := getattr(batch, kind):
                SHELF.delete(name)
                setattr(batch, kind, "")
        batch.save(update_fields=[*KINDS, "updated_at"])
    return len(old)
