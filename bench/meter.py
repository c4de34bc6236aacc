"""How much processor time a request took, told in its answer: what a page costs however busy the machine is."""

import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection
from django.http import HttpRequest, HttpResponse


class MeterMiddleware:
    """`Server-Timing: python;dur=…, database;dur=…` in milliseconds of processor time, without waiting.

    The database's part is that of the server process behind the request's connection (Linux tells it in nanoseconds);
    helpers that a parallel query borrows are not in it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        connection.ensure_connection()
        backend = connection.connection.info.backend_pid
        here, there = time.thread_time_ns(), used(backend)
        answer = self.get_response(request)
        here, there = time.thread_time_ns() - here, used(backend) - there
        answer["Server-Timing"] = f"python;dur={here / 1e6:.2f}, database;dur={there / 1e6:.2f}"
        return answer


def used(process: int) -> int:
    """Nanoseconds of processor time of a process that is idle just now."""
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0])
