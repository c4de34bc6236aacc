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
from jiayi.foundation.core.dates import parse_iso_day
from jiayi.foundation.intake.services import write_rejects
from jiayi.service.agreements.services.batches import import_agreements
from jiayi.service.agreements.terms import RowVerdict

_HEADING = ["原行号", "原因代码", "原因（中文）", "Reason"]  # data, not for translation


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--on", type=parse_iso_day, default=None, help="the day of entry (default: today)")
        parser.add_argument("--report", type=Path, help="write the verdict on every row to this JSON file")
        parser.add_argument("--rejects", type=Path, help="write rejected rows with their reasons to this workbook")
        parser.add_argument("--dry-run", action="store_true", help="judge every row, change nothing")

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
        if options["report"]:
            report = done.counts() | {"details": details}
            options["report"].write_text(json.dumps(report, ensure_ascii=False, indent=1), "utf-8")
        if options["rejects"]:
            refused = [row for row in done.rows if row[2].verdict == RowVerdict.REJECTED]
            rows = ([[str(n), "、".join(o.codes), *_texts(o)], cells] for n, cells, o in refused)
            write_rejects(options["rejects"], heading=done.table.heading, reason_heading=_HEADING, rows=rows)
        self.stdout.write(f"{file.name}: {json.dumps(done.counts(), ensure_ascii=False)}")


def _texts(outcome) -> list[str]:
    return ["；".join(text[language] for text in outcome.texts) for language in ("zh", "en")]
