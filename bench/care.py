"""A day's work over many records: worklist, resident page, saving a follow-up, deriving all tasks.

python -m bench.care [--size large] [--records 10000000] [--each 60]
The county's records are multiplied first (older copies of the same visits) until there are as many as asked. Saving is
compared, in the same run and with the same sign-in, with a bare insert of the same rows; deriving the tasks with
writing as many tasks once more by one statement, which is taken back.
"""

import argparse
import datetime as dt
import itertools
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator

import psycopg

from . import clients, server, visitors
from .many_records import multiply

CLIENTS = 8
USERNAMES = ("doctor", "village")
FORM = "hypertension-follow-up"


def main() -> None:
    options = _options()
    folder = server.build(options.size)
    with psycopg.connect(server.url(folder), autocommit=True) as database:
        records = multiply(database, options.records)
        print(f"county {options.size}, {records} records; load {os.getloadavg()[0]:.1f}", flush=True)
        people = _patients(database)
    with server.served(folder) as address:
        for username in USERNAMES:
            _pages(address, username, people, options.each)
        _saving(address, people, options.each)
    _rebuilding(folder)
    print(f"load {os.getloadavg()[0]:.1f}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="large")
    parser.add_argument("--records", type=int, default=10_000_000)
    parser.add_argument("--each", type=int, default=60, help="requests of each client and kind")
    return parser.parse_args()


def _patients(database: psycopg.Connection) -> list[str]:
    """Residents with hypertension whom the doctor's own institution serves."""
    found = database.execute(
        "SELECT enrolment.resident_id FROM care_enrolment enrolment JOIN organization_team team "
        "ON team.id = enrolment.team_id JOIN access_post post ON post.institution_id = team.institution_id "
        "JOIN access_user holder ON holder.id = post.user_id JOIN people_resident resident "
        "ON resident.id = enrolment.resident_id WHERE holder.username = 'doctor' AND enrolment.state = 'active' "
        "AND enrolment.programme = 'hypertension' AND resident.status = 'living_here' ORDER BY resident.id LIMIT 2000"
    )
    return [str(resident) for (resident,) in found]


def _pages(address: clients.Address, username: str, people: list[str], each: int) -> None:
    """The worklist and pages of residents, one client, one after the other."""
    cookie, _ = visitors.session(address, username)
    headers = (("Cookie", cookie),)
    paths = {"worklist": itertools.repeat("/"), "resident page": (f"/residents/{one}/" for one in people)}
    for what, addresses in paths.items():
        asks = [clients.Ask("GET", path, b"", headers, what) for path in itertools.islice(addresses, each)]
        clients.run(address, [asks[:3]])
        print(f"{username + ': ' + what:<28} {clients.run(address, [asks])[what]}", flush=True)


def _saving(address: clients.Address, people: list[str], each: int) -> None:
    """Follow-ups saved by eight clients, and the rows that they leave written bare."""
    headers = (("Authorization", f"Bearer {visitors.token(address, 'doctor')}"), ("Content-Type", "application/json"))
    bodies = _follow_ups(people)
    found = {}
    for what, path in (("bare insert", "/api/bench/record"), ("follow-up", "/api/v1/records")):
        asks = [[clients.Ask("POST", path, next(bodies), headers, what) for _ in range(each)] for _ in range(CLIENTS)]
        clients.run(address, [mine[:2] for mine in asks])
        found[what] = clients.run(address, [mine[2:] for mine in asks])[what]
        print(f"{what:<28} {found[what].per_second:6.1f}/s  {found[what]}", flush=True)
    by_clock = found["bare insert"].per_second / found["follow-up"].per_second
    by_work = found["follow-up"].p(50, of_work=True) / found["bare insert"].p(50, of_work=True)
    print(f"ratio to the bare insert     {by_clock:.1f} x by the clock, {by_work:.1f} x by work", flush=True)


def _follow_ups(people: list[str]) -> Iterator[bytes]:
    today = dt.date.today().isoformat()
    for number in itertools.count():
        body = {"resident": people[number % len(people)], "form": FORM, "visit_on": today, "mode": "clinic"}
        values = {"symptoms": ["none"], "systolic": 118 + number % 20, "diastolic": 70 + number % 15}
        yield json.dumps(body | {"values": values | {"adherence": "regular"}}).encode()


def _rebuilding(folder: os.PathLike[str]) -> None:
    """All tasks derived from the records and compared, against as many rows written by one statement."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "jiayi.config.command", "tasks_rebuild", "--check"]
    done = subprocess.run(command, cwd=server.ROOT, env=server.environment(folder), capture_output=True, text=True)
    derived = time.perf_counter() - start
    print(f"tasks_rebuild --check        {derived:6.1f} s  {' '.join(done.stdout.split())[-160:]}", flush=True)
    with psycopg.connect(server.url(folder)) as database:
        start = time.perf_counter()
        rows = database.execute("UPDATE tasks_task SET updated_at = now() WHERE closed_on IS NULL").rowcount
        written = time.perf_counter() - start
        database.rollback()
    print(f"{rows} open tasks written    {written:6.1f} s  ratio {derived / written:.1f} x", flush=True)


if __name__ == "__main__":
    main()
