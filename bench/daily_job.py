"""The daily job (`jiayi daily`): a day, a month that was missed, the same day again; against writing what it changed.

python -m bench.daily_job [--size large] [--missed 31]
It works on a copy of the county, dropped at the end. Baselines of the same run: one statement that writes the
agreements which the job wrote once more, with their indexes, and (of a day without work) one count of every agreement.
"""

import argparse
import datetime as dt
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from . import meter, server

COPY = "jiayi_bench_daily"


def main() -> None:
    options = _options()
    folder = server.build(options.size)
    url = server.url(folder)
    try:
        _begin_django(folder, _copy(url))
        _measure(options)
    finally:
        _drop(url)
    print(f"load {os.getloadavg()[0]:.1f}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="large")
    parser.add_argument("--missed", type=int, default=31, help="days that are made up in one run")
    return parser.parse_args()


def _measure(options: argparse.Namespace) -> None:
    from jiayi.config.timetable import turn_day
    from jiayi.foundation.base import clock

    print(f"county {options.size}, {_count()} agreements; load {os.getloadavg()[0]:.1f}")
    today = clock.today()
    _timed("what stood open until today", lambda: turn_day(today))
    count = _timed("count of every agreement", _count)
    later = today + dt.timedelta(days=1 + options.missed)
    for what, day in (("the next day", today + dt.timedelta(days=1)), (f"{options.missed} days missed", later)):
        since = _value("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        work = _timed(what, lambda day=day: turn_day(day))
        written = _timed("  the same agreements written", lambda since=since: _write_again(since))
        print(f"{'  ratio by work':<36} {work / written:8.1f} x", flush=True)
    again = _timed("the same day again", lambda: turn_day(later))
    print(f"{'  ratio by work to the count':<36} {again / count:8.1f} x")


def _timed(what: str, act: Callable[[], Any]) -> float:
    """Seconds of processor time, here and in the database."""
    from django.db import connection

    connection.ensure_connection()
    backend = connection.connection.info.backend_pid
    clock, here, there = time.perf_counter(), time.process_time(), meter.used(backend)
    told = act()
    here, there = time.process_time() - here, (meter.used(backend) - there) / 1e9
    seconds = time.perf_counter() - clock
    print(f"{what:<36} {seconds:8.2f} s  work {here:7.2f} + {there:7.2f} s  {told}", flush=True)
    return here + there


def _count() -> int:
    return _value("SELECT count(*) FROM agreements_agreement WHERE state IS NOT NULL")


def _write_again(since: int) -> str:
    """Write every agreement that was written by transactions from this one on once more; taken back."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE agreements_agreement SET updated_at = now() WHERE xmin::text::bigint >= %s", [since])
        rows = cursor.rowcount
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)
    return f"{rows} rows"


def _value(statement: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def _begin_django(folder: Path, url: str) -> None:
    os.environ |= {"JIAYI_DATA_DIR": str(folder), "JIAYI_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "bench.settings"}
    import django

    django.setup()


def _copy(url: str) -> str:
    _drop(url)
    county = conninfo_to_dict(url)["dbname"]
    with psycopg.connect(url, dbname="postgres", autocommit=True) as connection:
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
        connection.execute(statement.format(sql.Identifier(COPY), sql.Identifier(county)))
    return make_conninfo(url, dbname=COPY)


def _drop(url: str) -> None:
    with psycopg.connect(url, dbname="postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(COPY)))


if __name__ == "__main__":
    main()
