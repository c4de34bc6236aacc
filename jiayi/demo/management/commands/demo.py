"""`jiayi demo`: build a county of made-up people to look at and to measure."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from jiayi.demo.accounts import PASSWORD
from jiayi.demo.services import AlreadyBuilt, build_demo
from jiayi.demo.sizes import SIZES
from jiayi.foundation.base.clock import today
from jiayi.foundation.core.dates import parse_iso_day


class Command(BaseCommand):
    """Migrate and build; exit status 0 when built (or there already with --keep), 1 when the database is not empty."""

    help = "Build a demonstration county of a size, as of a day; `make demo` also serves it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", choices=SIZES, default="small", help="2,000, 50,000 or 1,000,000 residents")
        parser.add_argument("--as-of", metavar="DATE", help="the day the county is shown as of (default: today)")
        parser.add_argument("--keep", action="store_true", help="leave a county that is there as it is")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            on = parse_iso_day(options["as_of"]) if options["as_of"] else today()
        except ValueError as error:
            raise CommandError(f"--as-of {options['as_of']}: not a day as YYYY-MM-DD", returncode=2) from error
        call_command("migrate", verbosity=0)
        started = time.monotonic()
        try:
            accounts = build_demo(size=SIZES[options["size"]], on=on, say=self._say)
        except AlreadyBuilt as error:
            if options["keep"]:
                return self.stdout.write("There is a county already; it stays as it is.")
            raise CommandError("The database has a county already; build into an empty data folder.") from error
        self.stdout.write(f"Built in {time.monotonic() - started:.0f} s. Accounts (password {PASSWORD}):")
        for account in accounts:
            self.stdout.write(f"  {account.username:<12}{account.post:<22}{account.place}")
        return None

    def _say(self, text: str) -> None:
        self.stdout.write(f"Building: {text}")
        self.stdout.flush()
