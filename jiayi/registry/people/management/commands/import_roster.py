"""`jiayi import_roster FILE …`: take rosters of residents (.xlsx, .csv) over, with a verdict on every row.

`--undo BATCH` takes one back; an import names its batch.
"""

import datetime as dt
import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from jiayi.foundation.base import arguments, clock
from jiayi.foundation.base.errors import CodedError, NotVisible
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.registry.people.services import roster


class Command(BaseCommand):
    """Import rosters of residents (.xlsx, .csv)."""

    help = "Import rosters of residents from .xlsx or .csv files; --undo BATCH takes one back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
        parser.add_argument(
            "--on", type=arguments.day, default=None, help="judge ages and dates on this day (default: today)"
        )
        parser.add_argument("--report", type=Path, help="write the verdict on every row to this JSON file")
        parser.add_argument("--rejects", type=Path, help="write rejected rows with their reasons to this workbook")
        parser.add_argument("--dry-run", action="store_true", help="judge every row, change nothing")
        parser.add_argument("--undo", type=UUID, metavar="BATCH", help="take an import back, and do nothing else")

    def handle(self, *, files: list[Path], on: dt.date | None, **options: Any) -> None:
        if options["undo"]:
            self._undo(options["undo"])
            return
        if not files:
            raise CommandError("name at least one FILE, or --undo", returncode=2)
        _refuse_what_cannot_be_done(files, [options["report"], options["rejects"]])
        for number, path in enumerate(files):
            done = self._import(path, on or clock.today(), options)
            if options["report"]:
                roster.write_report(done, _numbered(options["report"], number))
            if options["rejects"]:
                roster.write_rejected(done, _numbered(options["rejects"], number))
            self.stdout.write(f"{path.name}: {json.dumps(roster.summary(done), ensure_ascii=False)}")
            if done.batch:
                self.stderr.write(f"{path.name}: batch {done.batch.pk} (--undo {done.batch.pk} takes it back)")

    def _undo(self, batch_id: UUID) -> None:
        try:
            undone = roster.undo_roster(by=SystemViewer("import_roster"), batch_id=batch_id, at=clock.now())
        except NotVisible:
            raise CommandError(f"{batch_id}: E_NOT_FOUND no such batch") from None
        except CodedError as error:
            raise CommandError(f"{batch_id}: {error.code} {error.message}") from None
        told = {"removed": undone.removed, "kept": undone.kept_count, "rolled_back": undone.rolled_back}
        self.stdout.write(f"{batch_id}: {json.dumps(told)}")

    def _import(self, path: Path, on: dt.date, options: dict[str, Any]) -> roster.RosterImport:
        def say(done: int) -> None:
            if options["verbosity"] > 1 or self.stderr.isatty():
                self.stderr.write(f"\r{path.name}: {done}", ending="")

        try:
            return roster.import_roster(
                by=SystemViewer("import_roster"),
                path=path,
                on=on,
                at=clock.now(),
                dry_run=options["dry_run"],
                say=say,
            )
        except CodedError as error:
            raise CommandError(f"{path.name}: {error.code} {error.message}") from None


def _refuse_what_cannot_be_done(files: list[Path], outputs: list[Path | None]) -> None:
    """Before anything is imported: a report that cannot be written must not come to light afterwards."""
    for path in files:
        if not path.is_file():
            raise CommandError(f"{path}: E_FILE_MISSING no such file")
    written = [path for path in outputs if path]
    for output in (_numbered(path, number) for path in written for number in range(len(files))):
        if any(output.exists() and output.samefile(file) for file in files):
            raise CommandError(f"{output}: E_FILE_UNWRITABLE it would be written over the roster", returncode=2)
    if len({path.absolute() for path in written}) < len(written):
        raise CommandError(f"{written[0]}: E_FILE_UNWRITABLE report and rejects are the same file", returncode=2)
    for path in written:
        place = path if path.exists() else path.parent
        if path.is_dir() or not place.exists() or not os.access(place, os.W_OK):
            raise CommandError(f"{path}: E_FILE_UNWRITABLE cannot be written")


def _numbered(path: Path, number: int) -> Path:
    """The path of the first file's output, and of the others' beside it: out.json, out-2.json …"""
    return path if number == 0 else path.with_name(f"{path.stem}-{number + 1}{path.suffix}")
