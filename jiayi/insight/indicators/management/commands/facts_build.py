"""`jiayi facts_build [--as-of DATE] [--region CODE] [--rebuild] [--json]`: what indicators are counted from."""

import json

from django.core.management.base import BaseCommand, CommandParser

from jiayi.foundation.base import clock
from jiayi.foundation.base.arguments import past_day
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.insight.indicators.services import build_facts


class Command(BaseCommand):
    help = "Build the facts of indicators: one row for each resident and period, as Parquet."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--as-of", help="the day the facts are as of, YYYY-MM-DD (today when left out)")
        parser.add_argument("--region", default="", help="a province, city or county by its code (all when left out)")
        parser.add_argument("--rebuild", action="store_true", help="read every village anew, changed or not")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")

    def handle(self, *, as_of: str | None, region: str, rebuild: bool, as_json: bool, **options: object) -> None:
        day = past_day("--as-of", as_of)
        built = build_facts(by=SystemViewer(), on=day, at=clock.now(), region_code=region, is_rebuild=rebuild)
        rows = [
            {
                "county": one.period.county,
                "as_of": day.isoformat(),
                "rows": one.period.rows,
                "hash": one.period.digest,
                "whole": one.is_whole,
                "villages": one.villages,
            }
            for one in built
        ]
        if as_json:
            self.stdout.write(json.dumps({"built": rows}))
            return
        for row in rows:
            how = "whole" if row["whole"] else f"{row['villages']} villages"
            self.stdout.write(f"{row['county']} {row['as_of']}: {row['rows']} rows, {how}, {row['hash']}")
