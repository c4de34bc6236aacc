"""Keep the timetable: run daily and periodic work when it is due (part of `serve`)."""

import signal
import threading

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from jiayi.config.timetable import ENTRIES
from jiayi.foundation.base import clock
from jiayi.foundation.jobs.services import run_due


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="run what is due now and end")

    def handle(self, *, once: bool, **options: object) -> None:
        stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.set())
        while not stopping.is_set():
            done = run_due(ENTRIES, clock.now().astimezone(clock.SHANGHAI))
            if once:
                self.stdout.write("\n".join(f"done: {name}" for name in done) or "nothing is due")
                return
            stopping.wait(1)
            close_old_connections()
