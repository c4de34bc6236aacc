"""Import a county's formulary (.xlsx, .csv): judged, written unless --dry-run; --undo BATCH puts back what stood."""

import datetime as dt
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import CodedError, NotVisible
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.foundation.intake.services import add_import_options, reject_cells, write_files
from jiayi.service.prescriptions.services import take_formulary, try_formulary, undo_formulary


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("region", metavar="COUNTY", help="code of the county, six digits")
        parser.add_argument("file", type=Path, metavar="FILE", nargs="?")
        parser.add_argument("--undo", type=UUID, metavar="BATCH", help="put back what stood before this import")
        add_import_options(parser)

    def handle(self, *, region: str, file: Path | None, on: dt.date | None, **options: Any) -> None:
        by = SystemViewer("import_formulary")
        try:
            if options["undo"]:
                undo_formulary(by=by, batch_id=options["undo"])
                self.stdout.write(f"{region}: undone")
                return
            if file is None or not file.is_file():
                raise CommandError(f"{file}: E_FILE_MISSING no such file")
            self._import(by, region, file, on or clock.today(), options)
        except NotVisible as error:
            raise CommandError(f"{region}: E_NOT_FOUND") from error
        except CodedError as error:
            raise CommandError(f"{error.code} {error.message}") from None

    @transaction.atomic
    def _import(self, by: SystemViewer, region: str, file: Path, on: dt.date, options: dict[str, Any]) -> None:
        batch = try_formulary(by=by, region_code=region, path=file, file_name=file.name, on=on)
        details = [{"row": number, "verdict": "rejected", "codes": codes} for number, codes, _, _ in batch.rejects]
        rejected = ((reject_cells(number, codes, texts), cells) for number, codes, texts, cells in batch.rejects)
        write_files(options, counts=batch.counts, details=details, heading=batch.heading, rejected=rejected)
        if options["dry_run"]:
            transaction.set_rollback(True)
        else:
            take_formulary(by=by, batch_id=batch.id)
        told = batch.counts | ({} if options["dry_run"] else {"batch": str(batch.id)})
        self.stdout.write(f"{file.name}: {json.dumps(told, ensure_ascii=False)}")
