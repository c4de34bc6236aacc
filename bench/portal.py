"""Five hundred residents open their home page at once, against a page of the same server that does nothing.

python -m bench.portal [--size small] [--residents 500] [--each 3]
Each resident has a session and a connection of the own; all of them ask at the same moment, again and again.
"""

import argparse
import hashlib
import os
import secrets
from collections.abc import Sequence
from uuid import uuid4

import psycopg

from jiayi.surfaces.portal.terms import COOKIE

from . import clients, server

HOME, BARE = "/my/", "/bench/bare/"
SIGNED = """
    SELECT DISTINCT resident.id FROM people_resident AS resident
    JOIN agreements_agreement AS agreement ON agreement.resident_id = resident.id AND agreement.state = 'active'
    WHERE resident.status = 'living_here' ORDER BY resident.id LIMIT %s
"""
BEGIN = """
    INSERT INTO portal_portalsession (id, created_at, updated_at, digest, phone_key, resident_id, subject_id, seen_at,
        expires_at)
    VALUES (%s, now(), now(), %s, '\\x00', %s, %s, now(), now() + interval '1 hour')
"""


def main() -> None:
    options = _options()
    folder = server.build(options.size)
    with psycopg.connect(server.url(folder), autocommit=True) as database:
        cookies = _sessions(database, options.residents)
    print(f"county {options.size}, {len(cookies)} residents at once; load {os.getloadavg()[0]:.1f}", flush=True)
    with server.served(folder) as address:
        for name, path in (("bare page", BARE), ("home page", HOME)):
            clients.run(address, [_asks(path, cookie, 1) for cookie in cookies[:8]])
            [figures] = clients.run(address, [_asks(path, cookie, options.each) for cookie in cookies]).values()
            print(f"{name:<12} {figures.per_second:6.1f}/s  {figures}", flush=True)
    print(f"load {os.getloadavg()[0]:.1f}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="small")
    parser.add_argument("--residents", type=int, default=500)
    parser.add_argument("--each", type=int, default=3, help="requests of each resident")
    return parser.parse_args()


def _sessions(database: psycopg.Connection, count: int) -> list[str]:
    """A session for each of so many signed residents; the cookies' headers."""
    cookies = []
    for (resident_id,) in database.execute(SIGNED, (count,)).fetchall():
        token = secrets.token_urlsafe(32)
        database.execute(BEGIN, (uuid4(), hashlib.sha256(token.encode()).hexdigest(), resident_id, resident_id))
        cookies.append(f"{COOKIE}={token}")
    return cookies


def _asks(path: str, cookie: str, each: int) -> Sequence[clients.Ask]:
    return [clients.Ask("GET", path, headers=(("Cookie", cookie),))] * each


if __name__ == "__main__":
    main()
