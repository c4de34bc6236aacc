"""Do what the day itself changes: agreements start, renew in silence, expire; counters are compared. Prints JSON."""

import datetime as dt
import json

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jiayi.config.timetable import turn_day
from jiayi.foundation.base import clock


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", help="the day, YYYY-MM-DD (today when left out); days missed before it are made up")

    def handle(self, *, on: str | dt.date | None = None, **options: object) -> None:
        day = _day(on)
        counts = turn_day(day)
        self.stdout.write(json.dumps({"on": day.isoformat(), **counts, "changed": sum(counts.values())}))


def _day(text: str | dt.date | None) -> dt.date:
    if text is None or isinstance(text, dt.date):
        return text or clock.today()
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"--on: {text!r} is no day; write YYYY-MM-DD") from error
