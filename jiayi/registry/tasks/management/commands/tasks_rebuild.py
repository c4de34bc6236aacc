"""`jiayi tasks_rebuild [--check]`: derive all tasks from the records, or see that none differs."""

import sys

from django.core.management.base import BaseCommand

from jiayi.foundation.base import clock
from jiayi.registry.tasks.services import rebuild


class Command(BaseCommand):
    help = "Derive all tasks from the records; with --check only compare (exit status 1 when they differ)."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when anything differs")

    def handle(self, *args, check: bool, **options) -> None:
        found = rebuild(on=clock.today(), check=check)
        self.stdout.write(f"{found.missing} missing, {found.stale} stale, {found.changed} changed")
        for key in found.examples:
            self.stdout.write(f"  {key}")
        if check and found.total:
            sys.exit(1)
