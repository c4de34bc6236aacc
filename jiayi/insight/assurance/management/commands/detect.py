"""`jiayi detect [--on DATE] [--json]`: look for doubtful work up to a day; a second run changes nothing."""

import json

from django.core.management.base import BaseCommand, CommandParser

from jiayi.foundation.base.arguments import past_day
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.insight.assurance.services import detect

PARTS = ("opened", "restated", "withdrawn")


class Command(BaseCommand):
    help = "Run the detectors of doubtful work; findings wait for a person's review."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", help="the last day that is looked at, YYYY-MM-DD (today when left out)")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")

    def handle(self, *, on: str | None, as_json: bool, **options: object) -> None:
        day = past_day("--on", on)
        found = detect(by=SystemViewer(), on=day)
        if as_json:
            parts = {part: dict(getattr(found, part)) for part in PARTS}
            self.stdout.write(json.dumps({"on": day.isoformat(), **parts, "changed": found.changed}))
            return
        for part in PARTS:
            for code, count in sorted(getattr(found, part).items()):
                self.stdout.write(f"{part:<10} {count:>5}  {code}")
        self.stdout.write(f"{found.changed} changed")
