"""Speed of the roster import, against writing the same rows by COPY in the same run.

python -m bench.roster_import [--rows 1000000] [--processes N] [--once]
Uses a database of its own (jiayi_bench_roster) in this checkout's cluster, and drops it at the end.
"""

import argparse
import os
import resource
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

ROOT = Path(__file__).resolve().parents[1]

DATABASE = "jiayi_bench_roster"
TABLES = (
    "people_archiveserial",
    "people_rosterbatch",
    "people_household",
    "people_resident",
    "people_groupmembership",
    "people_rosternewcomers",
    "people_rosterchange",
)
DIVISIONS = ROOT / "jiayi" / "demo" / "data" / "divisions-420324.csv"


def main() -> None:
    options = _options()
    url = _fresh_database()
    _begin_django(url)
    villages = _divisions()
    path = _roster(options.rows, villages)
    print(f"{options.rows} rows, {path.stat().st_size / 1e6:.0f} MB; load {os.getloadavg()[0]:.1f}; {_server(url)}")
    seconds, work = _tell("import", options.rows, _timed_import(path, options.processes))
    if not options.once:
        _tell("again", options.rows, _timed_import(path, options.processes))
    baseline, copied, written = _timed_copy(url)
    print(f"baseline  {baseline:7.1f} s  COPY of {written} rows of all tables with their indexes and keys")
    print(f"          processor time: {copied:.0f} s")
    print(f"ratio     {seconds / baseline:7.2f} x by the clock, {work / copied:.2f} x of processor time", end="")
    print(f"  (load {os.getloadavg()[0]:.1f})")
    from django.db import connections

    connections.close_all()
    _drop(url)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--processes", type=int, default=None)
    parser.add_argument("--once", action="store_true", help="leave out the second import of the same file")
    return parser.parse_args()


def _fresh_database() -> str:
    from jiayi.foundation.base import cluster

    data_dir = cluster.default_data_dir()
    cluster.start(data_dir)
    url = cluster.url(data_dir)
    _drop(url)
    cluster.create_database(url, DATABASE)
    return url


def _drop(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE)))


def _begin_django(url: str) -> None:
    os.environ["JIAYI_DATABASE_URL"] = make_conninfo(url, dbname=DATABASE)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiayi.config.settings.demo")
    for arguments in (["migrate"], ["import_divisions", str(DIVISIONS)]):
        # In processes of their own: what they leave in the memory is not the import's.
        command = [sys.executable, "-m", "jiayi.config.command", *arguments, "--verbosity", "0"]
        subprocess.run(command, cwd=ROOT, check=True)
    import django

    django.setup()


def _divisions() -> list[str]:
    from jiayi.registry.organization.models import Region

    return list(Region.objects.filter(level="village").order_by("code").values_list("code", flat=True))


def _roster(rows: int, villages: list[str]) -> Path:
    from django.conf import settings

    from bench.roster_rows import write_roster

    folder = settings.DATA_DIR / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"roster-{rows}.csv"
    if not path.exists():
        write_roster(path, rows, villages)
    return path


def _tell(what: str, rows: int, measured: tuple[float, dict[str, int], int, float, float]) -> tuple[float, float]:
    """The seconds it took, and those of processor time."""
    seconds, counts, peak, own, server = measured
    print(f"{what:<9} {seconds:7.1f} s  {rows / seconds:9.0f} rows/s  peak {peak / 1e6:.0f} MB  {counts}")
    print(f"          processor time: {own:.0f} s Python, {server:.0f} s server", flush=True)
    return seconds, own + server


def _timed_import(path: Path, processes: int | None) -> tuple[float, dict[str, int], int, float, float]:
    from datetime import date

    from jiayi.foundation.base import clock
    from jiayi.foundation.base.viewer import SystemViewer
    from jiayi.registry.people.services import roster

    backend = _backend()
    before = _own_seconds(), _seconds_of(backend)
    with _MemoryWatch() as watch:
        start = time.perf_counter()
        done = roster.import_roster(
            by=SystemViewer("bench"), path=path, on=date(2026, 11, 1), at=clock.now(), processes=processes
        )
        seconds = time.perf_counter() - start
    return seconds, done.counts, watch.peak, _own_seconds() - before[0], _seconds_of(backend) - before[1]


def _backend() -> int:
    """The server's process behind this one's connection."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def _own_seconds() -> float:
    """Processor time of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _seconds_of(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class _MemoryWatch:
    """The most resident memory that this process and its children held together, in bytes."""

    def __enter__(self) -> "_MemoryWatch":
        self.peak = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        page = os.sysconf("SC_PAGE_SIZE")
        while not self._over.wait(0.25):
            held = sum(_resident_pages(process) for process in (os.getpid(), *_children(os.getpid())))
            self.peak = max(self.peak, held * page)


def _children(process: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{process}/task").iterdir():
        try:
            listed = [int(word) for word in (task / "children").read_text().split()]
        except OSError:
            continue
        for child in listed:
            found += [child, *_children(child)]
    return found


def _resident_pages(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except OSError:
        return 0


def _timed_copy(url: str) -> tuple[float, float, int]:
    """Write every row that the import has written once more: by COPY, into emptied tables with all their indexes.

    Seconds by the clock and of processor time, and the rows.
    """
    from django.conf import settings

    folder = settings.DATA_DIR / "bench"
    with psycopg.connect(url, dbname=DATABASE) as connection:
        for table in TABLES:
            statement = f"COPY {table} TO STDOUT (FORMAT binary)"
            with (folder / table).open("wb") as file, connection.cursor().copy(statement) as rows:
                file.writelines(rows)
        connection.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
        connection.commit()
        backend = connection.info.backend_pid
        start, work = time.perf_counter(), _own_seconds() + _seconds_of(backend)
        written = sum(_copy_back(connection, table, folder / table) for table in TABLES)
        connection.commit()
        return time.perf_counter() - start, _own_seconds() + _seconds_of(backend) - work, written


def _copy_back(connection: psycopg.Connection, table: str, file: Path) -> int:
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {table} FROM STDIN (FORMAT binary)") as copy, file.open("rb") as rows:
            while block := rows.read(1 << 20):
                copy.write(block)
        file.unlink()
        written = cursor.rowcount
        # In a table never counted the server may choose to read a whole index for each key that it checks.
        cursor.execute(f"ANALYZE {table}")
        return written


def _server(url: str) -> str:
    with psycopg.connect(url) as connection:
        names = ("server_version", "shared_buffers", "fsync", "synchronous_commit")
        return ", ".join(f"{name} {connection.execute(f'SHOW {name}').fetchone()[0]}" for name in names)


if __name__ == "__main__":
    main()
