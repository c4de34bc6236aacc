"""`jiayi indicators [--codes …] [--as-of DATE] [--by LEVEL] [--region CODE] [--json]`: indicators from built facts."""

import json

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jiayi.foundation.base.arguments import past_day
from jiayi.foundation.rulebook import rulebook
from jiayi.insight.indicators import selectors


class Command(BaseCommand):
    help = "Count indicators from the facts of a day, by the level wanted."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--codes", help="indicators, divided by commas (all when left out)")
        parser.add_argument("--as-of", help="the day of the facts, YYYY-MM-DD (today when left out)")
        parser.add_argument("--by", choices=sorted(selectors.LEVELS), default="county")
        parser.add_argument("--region", default="", help="only at or below a region")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object")

    def handle(self, *, codes: str | None, by: str, region: str, as_json: bool, **options: object) -> None:
        day = past_day("--as-of", options["as_of"])  # type: ignore[arg-type]
        known = {one.indicator: one for one in selectors.evaluated()}
        wanted = codes.split(",") if codes else list(known)
        if unknown := [code for code in wanted if code not in known]:
            raise CommandError(f"--codes: no indicator counted from facts is called {', '.join(unknown)}", returncode=2)
        periods = [
            one for one in selectors.read_manifest().values() if one.as_of == day and region[:6] in ("", one.county)
        ]
        if not periods:
            raise CommandError(f"no facts as of {day}; run `jiayi facts_build --as-of {day}` first")
        rows = [
            {"code": code, "place": place, "numerator": rate.numerator, "denominator": rate.denominator,
             "excluded": rate.excluded, "value": rate.value}
            for period in periods
            for (code, _level, place), rate in selectors.evaluate(period, wanted, [by], region).items()
        ]  # fmt: skip
        without = [code for code in wanted if selectors.missing_columns(known[code])]
        if as_json:
            content = {"as_of": day.isoformat(), "by": by, "rulebook": rulebook().version}
            self.stdout.write(json.dumps(content | {"rows": rows, "no_data_yet": without}))
            return
        for row in rows:
            share = "" if row["value"] is None else f"{row['value']:.4f}"
            self.stdout.write(f"{row['code']:<40} {row['place']:<14} {row['numerator']}/{row['denominator']} {share}")
        for code in without:
            self.stdout.write(f"{code:<40} no data yet")
