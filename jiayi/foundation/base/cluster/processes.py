"""Which processes belong to a cluster: told by postmaster.pid and by working folder."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from .places import Places


def postmaster_of(places: Places) -> int | None:
    """The process number of the running server of this cluster, or None."""
    pid = _first_number(places.postmaster_pid)
    return pid if pid is not None and _works_in(pid, places.data) else None


def is_ready(places: Places) -> bool:
    """Whether the server accepts connections: it says so in the last line of postmaster.pid."""
    if postmaster_of(places) is None:
        return False
    lines = places.postmaster_pid.read_text().splitlines()
    return len(lines) > 7 and lines[7].strip() == "ready"


def remove_foreign_locks(places: Places) -> None:
    """Remove lock files whose process number now belongs to another program (a container started again).

    PostgreSQL removes those of a dead process itself, but takes any living one for a running server.
    """
    for lock in (places.postmaster_pid, *places.socket_folder.glob(".s.PGSQL.*.lock")):
        pid = _first_number(lock)
        if pid is not None and _is_alive(pid) and not _works_in(pid, places.data):
            lock.unlink(missing_ok=True)


def end_server(places: Places) -> None:
    """Ask the server to end: at first in good order, after a minute at once (it recovers at the next start)."""
    for ask, seconds in ((signal.SIGINT, 60), (signal.SIGQUIT, 20)):
        pid = postmaster_of(places)
        if pid is None:
            return
        os.kill(pid, ask)
        wait_until(lambda: postmaster_of(places) is None, seconds=seconds)


def end_orphans(places: Places) -> None:
    """End server processes whose postmaster was killed: they hold the shared memory of the cluster."""
    for pid in server_processes(places):
        try:
            os.kill(pid, signal.SIGQUIT)
        except ProcessLookupError:
            continue
    wait_until(lambda: not server_processes(places), seconds=20)


def server_processes(places: Places) -> list[int]:
    """All processes working in the data folder (Linux; elsewhere the postmaster alone)."""
    if not Path("/proc/self/cwd").exists():
        pid = postmaster_of(places)
        return [] if pid is None else [pid]
    numbers = (int(name) for name in os.listdir("/proc") if name.isdigit())
    return [pid for pid in numbers if _works_in(pid, places.data)]


def wait_until(condition: Callable[[], bool], *, seconds: float) -> bool:
    """Ask every 20 ms; whether it came true in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def _first_number(path: Path) -> int | None:
    try:
        text = path.read_text().split("\n", 1)[0].strip()
    except OSError:
        return None
    return int(text) if text.isdigit() else None


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _works_in(pid: int, folder: Path) -> bool:
    """Whether a process is a server of that data folder: PostgreSQL makes it its working folder."""
    if Path("/proc/self/cwd").exists():
        try:
            return os.path.samefile(f"/proc/{pid}/cwd", folder) and _command(pid).startswith("postgres")
        except OSError:
            return False
    listing = subprocess.run(["ps", "-p", str(pid), "-o", "comm="], capture_output=True, text=True, check=False)
    return "postgres" in listing.stdout


def _command(pid: int) -> str:
    return Path(f"/proc/{pid}/comm").read_text()
