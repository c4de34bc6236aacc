"""`jiayi import_divisions FILE.csv[.gz]`: take the national list of administrative divisions over."""

import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.foundation.core.dates import parse_iso_day
from jiayi.registry.organization.divisions import SHOWN_FAULTS, DivisionsError, read_divisions
from jiayi.registry.organization.services import import_regions


class Command(BaseCommand):
    """Read, check and import; exit status 0 when done, 1 when the file is refused, 2 for a wrong call."""

    help = "Import administrative divisions from a .csv or .csv.gz file with the columns code,name,level,parent."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the list, UTF-8 or GB18030")
        parser.add_argument("--on", help="the day from which the list holds, YYYY-MM-DD (default: today)")
        parser.add_argument(
            "--whole",
            metavar="CODE",
            help="the region of which the list is complete: what it lacks is closed (default: read from it)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        on = self._day(options["on"])
        try:
            rows = read_divisions(options["file"])
            report = import_regions(
                by=SystemViewer(),
                rows=rows,
                on=on,
                source=options["file"].name,
                whole=options["whole"],
                progress=self._progress if sys.stderr.isatty() else None,
            )
        except DivisionsError as error:
            raise CommandError(_told(options["file"], error)) from error
        self.stdout.write(
            f"{len(rows)} divisions: {report.created} created, {report.changed} changed, "
            f"{report.closed} closed, {report.unchanged} unchanged"
        )

    def _day(self, text: str | None) -> date:
        try:
            return parse_iso_day(text) if text else clock.today()
        except ValueError as error:
            raise CommandError(f"--on {text}: not a day as YYYY-MM-DD", returncode=2) from error

    def _progress(self, done: int, total: int) -> None:
        self.stderr.write(f"\r{done}/{total}", ending="\n" if done == total else "")


def _told(path: Path, error: DivisionsError) -> str:
    lines = [f"{path.name} was refused; nothing was imported."]
    lines += [f"  {fault}" for fault in error.faults[:SHOWN_FAULTS]]
    if len(error.faults) > SHOWN_FAULTS:
        lines.append(f"  and {len(error.faults) - SHOWN_FAULTS} more")
    return "\n".join(lines)
