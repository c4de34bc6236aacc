"""Printing: what was printed how often, and many papers in one file."""

import datetime as dt
import os
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.viewer import Viewer
from jiayi.service.agreements.models import Agreement, AgreementPaper

PRINT = "agreements.print_papers"
NOTICES = "agreements.print_notices"
MOST_PAPERS = 2_000
PAPERS_PER_FILE = 50  # typst holds all pages of a file at once: some ten megabytes of memory a paper

Say = Callable[[int], None]


@transaction.atomic
def mark_printed(*, by: Viewer, paper_ids: Sequence[UUID], at: dt.datetime) -> None:
    """These papers were printed once more; the history names everybody on them."""
    AgreementPaper.objects.filter(id__in=paper_ids).update(print_count=F("print_count") + 1, printed_at=at)
    residents = Agreement.objects.filter(paper_id__in=paper_ids).values_list("resident_id", flat=True)
    audit.record_read(
        by=by, act="agreements.print_papers", resident_ids=sorted(set(residents)), details={"papers": len(paper_ids)}
    )


def printout_path(run_id: UUID, part: int = 1) -> Path:
    """Where a file of one run of PRINT is kept, for its owner's eyes and for a while; files are counted from 1."""
    folder = Path(settings.MEDIA_ROOT) / "printouts"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / (f"{run_id}.pdf" if part == 1 else f"{run_id}-{part}.pdf")


def printout_parts(run_id: UUID) -> int:
    """How many files a run has; 0 until all of them are there, for the first is written last."""
    return next(part for part in count() if not printout_path(run_id, part + 1).exists())


def keep_printout(run_id: UUID, content: bytes, part: int = 1) -> None:
    """Write a file of a run, closed to others; a run begun anew writes it anew."""
    path = printout_path(run_id, part)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)


def keep_in_parts(run_id: UUID, things: Sequence[Any], make: Callable[[Sequence[Any]], bytes], say: Say) -> None:
    """Make the files of a run, PAPERS_PER_FILE things each, the first one last; tells how many things are done."""
    starts = range(0, len(things), PAPERS_PER_FILE)
    for part in range(1, printout_parts(run_id) + 1):
        printout_path(run_id, part).unlink()
    done = 0
    for part, start in reversed(list(enumerate(starts, start=1))):
        some = things[start : start + PAPERS_PER_FILE]
        keep_printout(run_id, make(some), part)
        done += len(some)
        say(done)


def delete_old_printouts(*, at: dt.datetime) -> int:
    """Delete the files that are older than the setting's days. How many."""
    limit = (at - dt.timedelta(days=settings.PRINTOUT_DAYS)).timestamp()
    folder = Path(settings.MEDIA_ROOT) / "printouts"
    old = [path for path in folder.glob("*.pdf") if path.stat().st_mtime < limit]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
