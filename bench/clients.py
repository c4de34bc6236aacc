"""Clients that ask a server for a while and tell how long each answer took."""

import http.client
import threading
import time
from dataclasses import dataclass, field

Address = tuple[str, int]


@dataclass(frozen=True)
class Ask:
    """One request; of several kinds in one run, which it is of."""

    method: str
    path: str
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    kind: str = ""


@dataclass
class Figures:
    """What the requests of one kind came to; times in milliseconds, of which `work` is processor time (bench.meter)."""

    taken: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)
    failed: int = 0
    seconds: float = 0.0

    @property
    def per_second(self) -> float:
        return len(self.taken) / self.seconds

    def p(self, percent: int, *, of_work: bool = False) -> float:
        """A percentile of the times."""
        ordered = sorted(self.work if of_work else self.taken)
        return ordered[min(len(ordered) * percent // 100, len(ordered) - 1)]

    def __str__(self) -> str:
        failed = f", {self.failed} FAILED" if self.failed else ""
        work = f"work p50 {self.p(50, of_work=True):6.1f} p95 {self.p(95, of_work=True):6.1f}"
        return f"p50 {self.p(50):7.1f} ms  p95 {self.p(95):7.1f} ms  {work}  (n={len(self.taken)}{failed})"


def run(address: Address, asks: list[list[Ask]]) -> dict[str, Figures]:
    """As many clients as there are lists ask what is in theirs, one after the other; figures by kind."""
    figures: dict[str, Figures] = {ask.kind: Figures() for each in asks for ask in each}
    lock = threading.Lock()
    threads = [threading.Thread(target=_one, args=(address, each, figures, lock)) for each in asks]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for each in figures.values():
        each.seconds = time.perf_counter() - start
    return figures


def _one(address: Address, asks: list[Ask], figures: dict[str, Figures], lock: threading.Lock) -> None:
    connection = http.client.HTTPConnection(*address, timeout=300)
    for ask in asks:
        start, work, is_answered = time.perf_counter(), 0.0, False
        try:
            connection.request(ask.method, ask.path, ask.body or None, dict(ask.headers))
            answer = connection.getresponse()
            answer.read()
            work, is_answered = sum(work_of(answer.headers)), answer.status in (200, 201, 302)
        except OSError:  # nobody answered in time, or the server closed what it had kept open
            connection.close()
        taken = (time.perf_counter() - start) * 1000
        with lock:
            mine = figures[ask.kind]
            mine.taken.append(taken)
            mine.work.append(work)
            mine.failed += not is_answered
    connection.close()


def work_of(headers: http.client.HTTPMessage) -> tuple[float, float]:
    """Milliseconds of processor time here and in the database, as bench.meter tells them."""
    python, _, database = headers.get("Server-Timing", "").partition(", ")
    return float(python.rpartition("=")[2] or 0), float(database.rpartition("=")[2] or 0)
