"""Registering residents through the API with eight clients, beside one million others.

python -m bench.registering [--size large] [--each 150]
Compared with the best open peer (GNU Health: 41.6 a second with eight clients at 103,000 rows, on a machine of this
kind; docs/performance.md), and, in the same run, with the same sign-in and one bare row.
"""

import argparse
import datetime as dt
import itertools
import json
import os
import random
import statistics
from collections.abc import Iterator

import psycopg

from jiayi.foundation.core.national_id import check_character

from . import clients, server, visitors

CLIENTS = 8
PEER_PER_SECOND = 41.6
USERNAME = "doctor"


def main() -> None:
    options = _options()
    folder = server.build(options.size)
    with psycopg.connect(server.url(folder)) as database:
        villages = _villages(database)
        residents = database.execute("SELECT count(*) FROM people_resident").fetchone()
    print(f"{residents[0] if residents else 0} residents; load {os.getloadavg()[0]:.1f}")
    with server.served(folder) as address:
        token = visitors.token(address, USERNAME)
        headers = (("Authorization", f"Bearer {token}"), ("Content-Type", "application/json"))
        for path, body in (("/api/bench/insert", _bare(villages)), ("/api/v1/residents", _residents(villages))):
            _ask(address, path, body, headers, 5)
            figures = _ask(address, path, body, headers, options.each)
            print(f"{path:<20} {figures.per_second:6.1f}/s  {figures}", flush=True)
    print(f"ratio to the peer    {figures.per_second / PEER_PER_SECOND:.1f} x  (load {os.getloadavg()[0]:.1f})")
    free = os.cpu_count() * 1000 / statistics.mean(figures.work)
    print(f"with the machine to itself, by processor time, at most {free:.0f}/s: {free / PEER_PER_SECOND:.1f} x")


def _ask(
    address: clients.Address, path: str, body: Iterator[bytes], headers: tuple[tuple[str, str], ...], each: int
) -> clients.Figures:
    asks = [[clients.Ask("POST", path, next(body), headers) for _ in range(each)] for _ in range(CLIENTS)]
    return clients.run(address, asks)[""]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="large")
    parser.add_argument("--each", type=int, default=150, help="residents that each client registers")
    return parser.parse_args()


def _villages(database: psycopg.Connection) -> list[str]:
    """The villages of the doctor's township."""
    found = database.execute(
        "SELECT village.code FROM organization_region village JOIN access_post post ON true "
        "JOIN access_user holder ON holder.id = post.user_id JOIN organization_institution place "
        "ON place.id = post.institution_id WHERE holder.username = %s AND village.level = 'village' "
        "AND village.code LIKE substr(place.region_id, 1, 9) || '%%' ORDER BY 1",
        [USERNAME],
    )
    return [code for (code,) in found]


def _bare(villages: list[str]) -> Iterator[bytes]:
    for number in itertools.count():
        yield json.dumps({"region": villages[number % len(villages)]}).encode()


def _residents(villages: list[str]) -> Iterator[bytes]:
    """People who do not exist, with numbers that nobody in the county has (the area codes are of no division)."""
    rng = random.Random()
    for number in itertools.count():
        born = dt.date(1936, 1, 1) + dt.timedelta(days=rng.randrange(32_000))
        first = f"{rng.randrange(100000, 999999)}{born:%Y%m%d}{rng.randrange(1000):03d}"
        yield json.dumps(
            {
                "name": rng.choice("王李张刘陈杨黄赵吴周")
                + rng.choice("伟洋涵雨兰梓翠军红英")
                + rng.choice("国华子刚敏"),
                "national_id": first + check_character(first),
                "document_kind": "resident_identity_card",
                "region": villages[number % len(villages)],
                "phone": f"138{rng.randrange(100_000_000):08d}",
                "address": f"{rng.randint(1, 12)}组{number}号",
                "groups": ["hypertension"] if number % 4 == 0 else [],
            }
        ).encode()


if __name__ == "__main__":
    main()
