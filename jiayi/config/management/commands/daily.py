"""Do what the day itself changes: agreements start, renew in silence, expire; counters are compared. Prints JSON."""

import datetime as dt
import json

from django.core.management.base import BaseCommand, CommandParser

from jiayi.config.timetable import turn_day
from jiayi.foundation.base import arguments, clock


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        note = "the day, YYYY-MM-DD (today when left out); days missed before it are made up"
        parser.add_argument("--on", type=arguments.day, help=note)

    def handle(self, *, on: dt.date | None = None, **options: object) -> None:
        day = on or clock.today()
        counts = turn_day(day)
        self.stdout.write(json.dumps({"on": day.isoformat(), **counts, "changed": sum(counts.values())}))
