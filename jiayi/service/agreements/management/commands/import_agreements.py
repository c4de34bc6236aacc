"""Import workbooks of agreements (.xlsx, .csv): rows that add, change or end."""

import datetime as dt
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import CodedError
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.foundation.intake.services import add_import_options, reject_cells, write_files
from jiayi.service.agreements.services.batches import import_agreements
from jiayi.service.agreements.terms import RowVerdict


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        add_import_options(parser)

    def handle(self, *, file: Path, on: dt.date | None, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(f"{file}: E_FILE_MISSING no such file")
        try:
            done = import_agreements(
                by=SystemViewer("import_agreements"), path=file, on=on or clock.today(), dry_run=options["dry_run"]
            )
        except CodedError as error:
            raise CommandError(f"{file.name}: {error.code} {error.message}") from None
        details = [
            {"row": row, "verdict": str(outcome.verdict), "codes": list(outcome.codes)} for row, _, outcome in done.rows
        ]
        refused = [row for row in done.rows if row[2].verdict == RowVerdict.REJECTED]
        rows = ((reject_cells(number, one.codes, one.texts), cells) for number, cells, one in refused)
        write_files(options, counts=done.counts(), details=details, heading=done.table.heading, rejected=rows)
        self.stdout.write(f"{file.name}: {json.dumps(done.counts(), ensure_ascii=False)}")
