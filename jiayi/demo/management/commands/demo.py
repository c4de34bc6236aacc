"""`jiayi demo`: build a county of made-up people to look at and to measure."""

import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from jiayi.demo.accounts import PASSWORD, Account, accounts_there
from jiayi.demo.known_rates import differences
from jiayi.demo.money import assess_and_settle
from jiayi.demo.services import EARLIEST, AlreadyBuilt, build_demo, size_there, truth_there
from jiayi.demo.sizes import SIZES
from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.foundation.core.dates import ONE_DAY, add_months, parse_iso_day
from jiayi.insight.indicators.services import build_facts, count_past_months, watch_targets


class Command(BaseCommand):
    """Migrate and build; exit status 0 when built (or there already with --keep), 1 when another county is there."""

    help = "Build a demonstration county of a size, as of a day; `make demo` also serves it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", choices=SIZES, default="small", help="2,000, 50,000 or 1,000,000 residents")
        parser.add_argument("--as-of", metavar="DATE", help="the day the county is shown as of (default: today)")
        parser.add_argument(
            "--keep", action="store_true", help="leave a county of that size as it is where it is there"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        on = _day(options["as_of"])
        call_command("migrate", verbosity=0)
        started = time.monotonic()
        try:
            accounts = build_demo(size=SIZES[options["size"]], on=on, say=self._say)
        except AlreadyBuilt as error:
            if not options["keep"] or size_there() not in (None, options["size"]):
                raise CommandError(_what_is_there()) from error
            self.stdout.write("There is a county already; it stays as it is.")
            self._name(accounts_there(), "Accounts")
        else:
            self._say("facts of indicators")
            self._count_indicators(on, options["size"])
            self._say("closed months, scores and money")
            assess_and_settle(_fact_days(on, options["size"])[:-1], truth_there()["styles"], on)
            self._name(accounts, f"Built in {time.monotonic() - started:.0f} s. Accounts")

    def _count_indicators(self, on: date, size: str) -> None:
        """Coverage and facts of the months, alarms of the day; what was known beforehand has to come out."""
        days = _fact_days(on, size)
        count_past_months(on=on, at=clock.now(), most=len(days) - 1)
        for day in days:
            built = build_facts(by=SystemViewer(), on=day, at=clock.now())
        for one in built:
            watch_targets(by=SystemViewer(), period=one.period, on=on)
        compared, wrong = differences(truth_there(), [one.period for one in built])
        if wrong:
            self._say(f"{len(wrong)} of {compared} rates differ from what was known: {'; '.join(wrong[:10])}")
            return
        self._say(f"{compared} rates are as they were known beforehand")

    def _name(self, accounts: list[Account], words: str) -> None:
        if accounts:
            self.stdout.write(f"{words} (password {PASSWORD}):")
        for account in accounts:
            self.stdout.write(f"  {account.username:<16}{account.post:<22}{account.place}")

    def _say(self, text: str) -> None:
        self.stdout.write(f"Building: {text}")
        self.stdout.flush()


def _day(text: str | None) -> date:
    try:
        on = parse_iso_day(text) if text else clock.today()
    except ValueError as error:
        raise CommandError(f"--as-of {text}: not a day as YYYY-MM-DD", returncode=2) from error
    if on < EARLIEST:
        raise CommandError(f"--as-of {on}: the county's documents begin later; {EARLIEST} or after", returncode=2)
    return on


def _fact_days(on: date, size: str) -> list[date]:
    """The day itself, and for a small county the last days of the five months before, so that there is a trend."""
    months = [add_months(on.replace(day=1), -back) - ONE_DAY for back in range(5)] if size == "small" else []
    return [*sorted(months), on]


def _what_is_there() -> str:
    size = size_there()
    return (
        f"The database has a county already{f' ({size})' if size else ''}. Build another into an empty data folder"
        " (JIAYI_DATA_DIR=/path make demo), or delete this one first: `jiayi db_remove --yes`."
    )
