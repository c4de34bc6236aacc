"""Printing: what was printed how often, and many papers in one file."""

import datetime as dt
import io
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from pypdf import PdfWriter

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.viewer import Viewer
from jiayi.service.agreements.models import Agreement, AgreementPaper

PRINT = "agreements.print_papers"
NOTICES = "agreements.print_notices"
MOST_PAPERS = 2_000
AT_ONCE = 20  # typst holds all pages that it makes at once: some ten megabytes of memory a paper

Say = Callable[[int], None]


@transaction.atomic
def mark_printed(*, by: Viewer, paper_ids: Sequence[UUID], at: dt.datetime) -> None:
    """These papers were printed once more; the history names everybody on them."""
    AgreementPaper.objects.filter(id__in=paper_ids).update(print_count=F("print_count") + 1, printed_at=at)
    residents = Agreement.objects.filter(paper_id__in=paper_ids).values_list("resident_id", flat=True)
    audit.record_read(
        by=by, act="agreements.print_papers", resident_ids=sorted(set(residents)), details={"papers": len(paper_ids)}
    )


def printout_path(run_id: UUID) -> Path:
    """Where the file of one run is kept, for its owner's eyes and for a while; there once all of it is made."""
    folder = Path(settings.MEDIA_ROOT) / "printouts"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / f"{run_id}.pdf"


def keep_printout(run_id: UUID, write: Callable[[IO[bytes]], object]) -> None:
    """Write the file of a run, closed to others; a run begun anew writes it anew."""
    path = printout_path(run_id)
    being_written = path.with_suffix(".part")
    being_written.unlink(missing_ok=True)
    with os.fdopen(os.open(being_written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        write(file)
    being_written.replace(path)


def keep_together(run_id: UUID, things: Sequence[Any], make: Callable[[Sequence[Any]], bytes], say: Say) -> None:
    """Make one file of all things, in their order; tells how many are done."""
    keep_printout(run_id, lambda file: write_together(file, things, make, say))


def write_together(file: IO[bytes], things: Sequence[Any], make: Callable[[Sequence[Any]], bytes], say: Say) -> None:
    """All things in one PDF, AT_ONCE of them at a time."""
    with PdfWriter() as together:
        for start in range(0, len(things), AT_ONCE):
            some = things[start : start + AT_ONCE]
            together.append(io.BytesIO(make(some)), import_outline=False)
            say(start + len(some))
        together.write(file)


def delete_old_printouts(*, at: dt.datetime) -> int:
    """Delete the files that are older than the setting's days. How many."""
    limit = (at - dt.timedelta(days=settings.PRINTOUT_DAYS)).timestamp()
    folder = Path(settings.MEDIA_ROOT) / "printouts"
    old = [path for path in folder.glob("*.*") if path.stat().st_mtime < limit]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
