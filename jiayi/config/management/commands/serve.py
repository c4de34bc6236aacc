"""Serve Jiayi: web server, background worker and timetable in one, until Ctrl-C or SIGTERM."""

import http.client
import os
import signal
import socket
import sys
import threading
import time

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from jiayi.config.supervision import Program, supervise
from jiayi.foundation.ui.collecting import collect_if_changed

BACKLOG = 512
MUST_BE_ON = ["fsync", "synchronous_commit", "full_page_writes"]
ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1:8000", help="address:port (default: %(default)s)")
        parser.add_argument("--workers", type=int, default=2, help="web processes (default: %(default)s)")
        parser.add_argument("--threads", type=int, default=4, help="threads of each (default: %(default)s)")

    def handle(self, *, bind: str, workers: int, threads: int, **options: object) -> None:
        listener = _listen(*_address(bind))
        _check_durable()
        _check_migrated()
        collect_if_changed()
        stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.set())
        threading.Thread(target=self._announce, args=(listener.getsockname(), stopping), daemon=True).start()
        if supervise(_programs(listener, workers, threads), stopping, self.stderr.write):
            raise CommandError("Stopped.")

    def _announce(self, name: tuple, stopping: threading.Event) -> None:
        """Say the address once the web server answers."""
        host, port = ANY_ADDRESS.get(name[0], name[0]), name[1]
        while not stopping.is_set():
            request = http.client.HTTPConnection(host, port, timeout=60)
            try:
                request.request("HEAD", "/")
                request.getresponse()
            except OSError:
                time.sleep(0.2)
                continue
            shown = f"[{host}]" if ":" in host else host
            self.stdout.write(f"Jiayi is at http://{shown}:{port}/   (Ctrl-C stops it)")
            self.stdout.flush()  # a log file is told as soon as a terminal
            return


def _address(bind: str) -> tuple[str, int]:
    host, colon, port = bind.rpartition(":")
    if not colon or not port.isdigit() or not 0 < int(port) < 65536:
        raise CommandError(f"--bind must be address:port, not {bind!r}.", returncode=2)
    return host.strip("[]"), int(port)


def _listen(host: str, port: int) -> socket.socket:
    """Take the address ourselves: no other program can come between, and it stays ours when a server restarts."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise CommandError(
            f"Cannot listen on {host}:{port} ({error.strerror}). Choose another with --bind 127.0.0.1:8001.",
            returncode=2,
        ) from None
    listener.listen(BACKLOG)
    return listener


def _check_durable() -> None:
    """What people were told is saved must survive a power cut: refuse a database that was told to hurry."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_settings WHERE name = ANY(%s) AND setting = 'off'", [MUST_BE_ON])
        hurried = [name for (name,) in cursor.fetchall()]
    if hurried:
        raise CommandError(f"The database runs with {', '.join(hurried)} off: it could lose data.", returncode=2)


def _check_migrated() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError("The database is not up to date. Run `jiayi migrate` first.", returncode=2)
    connection.close()


def _programs(listener: socket.socket, workers: int, threads: int) -> list[Program]:
    web = ["gunicorn", "jiayi.config.wsgi:application", "--bind", f"fd://{listener.fileno()}"]
    web += ["--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads)]
    web += ["--preload", "--no-control-socket", "--log-level", "warning"]
    files = [listener.fileno()]
    return [
        Program(name="web server", command=_python(*web), environment=os.environ, open_files=files),
        Program(name="worker", command=_python("jiayi.config.command", "db_worker"), environment=os.environ),
        Program(name="timetable", command=_python("jiayi.config.command", "timetable"), environment=os.environ),
    ]


def _python(*arguments: str) -> list[str]:
    return [sys.executable, "-m", *arguments]
