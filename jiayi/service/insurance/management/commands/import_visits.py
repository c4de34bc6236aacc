"""Import files of insured visits (.csv, .xlsx); --undo BATCH takes one back."""

import datetime as dt
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import CodedError, NotVisible
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.foundation.intake.services import add_import_options, reject_cells, write_files
from jiayi.service.insurance.services import import_visits, undo_visits
from jiayi.service.insurance.services.importing import reports


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", nargs="?")
        parser.add_argument("--undo", type=UUID, metavar="BATCH", help="take out what this file brought")
        add_import_options(parser)

    def handle(self, *, file: Path | None, on: dt.date | None, undo: UUID | None, **options: Any) -> None:
        by = SystemViewer("import_visits")
        try:
            if undo:
                self.stdout.write(f"{undo_visits(by=by, batch_id=undo, at=clock.now())} taken out")
                return
            if file is None or not file.is_file():
                raise CommandError(f"{file}: E_FILE_MISSING no such file")
            self._import(by, file, on or clock.today(), options)
        except NotVisible as error:
            raise CommandError("E_NOT_FOUND") from error
        except CodedError as error:
            raise CommandError(f"{file.name if file else undo}: {error.code} {error.message}") from None

    def _import(self, by: SystemViewer, file: Path, on: dt.date, options: dict[str, Any]) -> None:
        done = import_visits(by=by, path=file, on=on, dry_run=options["dry_run"])
        rows = ((reject_cells(number, one.codes, one.texts), cells) for number, cells, one in done.rejected)
        details = list(reports(done)) if options["report"] else []
        write_files(options, counts=done.counts(), details=details, heading=done.table.heading, rejected=rows)
        told = done.counts() | ({"batch": str(done.batch_id)} if done.batch_id else {})
        self.stdout.write(f"{file.name}: {json.dumps(told, ensure_ascii=False)}")
