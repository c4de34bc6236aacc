"""Import workbooks (.xlsx, .csv) of historic records of one form; --undo BATCH takes one back."""

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
from jiayi.foundation.rulebook import rulebook
from jiayi.service.care.forms import RecordForm
from jiayi.service.care.services import import_records, undo_import
from jiayi.service.care.services.importing import RecordImport
from jiayi.service.care.services.sheets import template_file
from jiayi.service.care.terms import RowVerdict


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("form", metavar="FORM")
        parser.add_argument("files", type=Path, metavar="FILE", nargs="*")
        parser.add_argument("--template", type=Path, help="write an empty workbook of the form, and do nothing else")
        parser.add_argument("--undo", type=UUID, metavar="BATCH", help="void what this import brought")
        add_import_options(parser)

    def handle(self, *, form: str, files: list[Path], on: dt.date | None, **options: Any) -> None:
        definition = rulebook().forms.get(form)
        if definition is None:
            raise CommandError(f"{form}: no such form; there are {', '.join(sorted(rulebook().forms))}")
        if options["template"]:
            options["template"].write_bytes(template_file(definition).getvalue())
            return
        by, day = SystemViewer("import_records"), on or clock.today()
        if options["undo"]:
            count = self._tried(form, lambda: undo_import(by=by, batch_id=options["undo"], on=day, at=clock.now()))
            self.stdout.write(f"{form}: {count} voided")
            return
        if not files:
            raise CommandError("name at least one FILE, or --template, or --undo")
        for file in files:
            self._import(by, form, file, day, options)

    def _import(self, by: SystemViewer, form: str, file: Path, on: dt.date, options: dict[str, Any]) -> None:
        if not file.is_file():
            raise CommandError(f"{file}: E_FILE_MISSING no such file")
        done: RecordImport = self._tried(
            file.name,
            lambda: import_records(
                by=by,
                form=form,
                path=file,
                reader=RecordForm,
                on=on,
                at=clock.now(),
                dry_run=options["dry_run"],
                say=self._say,
            ),
        )
        details = [{"row": row, "verdict": str(one.verdict), "codes": list(one.codes)} for row, _, one in done.rows]
        refused = [row for row in done.rows if row[2].verdict == RowVerdict.REJECTED]
        rows = ((reject_cells(number, one.codes, one.texts), cells) for number, cells, one in refused)
        write_files(options, counts=done.counts(), details=details, heading=done.table.heading, rejected=rows)
        told = done.counts() | ({"batch": str(done.batch_id)} if done.batch_id else {})
        self.stdout.write(f"{file.name}: {json.dumps(told, ensure_ascii=False)}")

    def _say(self, done: int) -> None:
        if done % 1_000 == 0:
            self.stderr.write(f"{done} rows")

    def _tried(self, name: str, act: Any) -> Any:
        try:
            return act()
        except NotVisible as error:
            raise CommandError(f"{name}: E_NOT_FOUND") from error
        except CodedError as error:
            raise CommandError(f"{name}: {error.code} {error.message}") from None
