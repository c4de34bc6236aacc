"""Search and the list of agreements at one million residents, against plain pages in the same run.

python -m bench.pages [--size large] [--each 40]
A plain page has the same sign-in, audit and template, and one indexed query for as many rows.
"""

import argparse
import itertools
import os
import urllib.parse
from pathlib import Path

import psycopg

from . import clients, server

CLIENTS = 4
USERNAMES = ("doctor", "bureau")
FORM = ("Content-Type", "application/x-www-form-urlencoded")


def main() -> None:
    options = _options()
    folder = server.build(options.size)
    villages, queries = _samples(folder)
    print(f"county {options.size}; {CLIENTS} clients; load {os.getloadavg()[0]:.1f}")
    with server.served(folder) as address:
        for username in USERNAMES:
            cookie, form_token = clients.session(address, username)
            post = (("Cookie", cookie), FORM, ("X-CSRFToken", form_token))

            def form(path: str, values: list[dict[str, str]], post=post) -> list[clients.Ask]:
                return [clients.Ask("POST", path, urllib.parse.urlencode(one).encode(), post) for one in values]

            def pages(paths: list[str], cookie=cookie) -> list[clients.Ask]:
                return [clients.Ask("GET", path, b"", (("Cookie", cookie),)) for path in paths]

            plain = _measure(address, f"{username}: plain search", form("/bench/search/", villages), options.each)
            for kind, texts in queries.items():
                asks = form("/search/", [{"q": text} for text in texts])
                _measure(address, f"{username}: search by {kind}", asks, options.each, plain)
            plain = _measure(address, f"{username}: plain list", pages(["/bench/agreements/"]), options.each)
            for kind, paths in _lists(villages).items():
                _measure(address, f"{username}: agreements {kind}", pages(paths), options.each, plain)
    print(f"load {os.getloadavg()[0]:.1f}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="large")
    parser.add_argument("--each", type=int, default=40, help="requests of each client")
    return parser.parse_args()


def _lists(villages: list[dict[str, str]]) -> dict[str, list[str]]:
    village = villages[0]["village"]
    return {
        "unfiltered": ["/agreements/"],
        "by township": [f"/agreements/?region={village[:9]}"],
        "by village": [f"/agreements/?region={one['village']}" for one in villages[:20]],
        "active, by group": ["/agreements/?state=active&group=hypertension"],
        "by end": ["/agreements/?sort=ends_on"],
        "expired by group": ["/agreements/?state=expired&group=mental_disorder"],
    }


def _samples(folder: Path) -> tuple[list[dict[str, str]], dict[str, list[str]]]:
    """Villages, and what people type into the search, taken from residents spread over the county."""
    with psycopg.connect(server.url(folder)) as database:
        villages = [
            code for (code,) in database.execute("SELECT code FROM organization_region WHERE level = 'village'")
        ]
        rows = database.execute(
            "SELECT name, name_initials, archive_number FROM people_resident TABLESAMPLE system (0.05) LIMIT 200"
        ).fetchall()
    names, initials, numbers = zip(*rows, strict=True)
    texts = {
        "name": list(names),
        "part of a name": [name[-2:] for name in names],
        "surname": [name[:1] for name in names],
        "initials": [one.lower() for one in initials],
        "archive number": list(numbers),
        "nobody's name": ["欧阳不存在"],
    }
    return [{"village": code} for code in villages], texts


def _measure(
    address: clients.Address, what: str, asks: list[clients.Ask], each: int, plain: float | None = None
) -> float:
    """Ask and tell; the 95th percentile in milliseconds."""
    turns = itertools.cycle(asks)
    planned = [[next(turns) for _ in range(each + 3)] for _ in range(CLIENTS)]
    clients.run(address, lambda one, turn: planned[one][turn], clients=CLIENTS, each=3)
    figures = clients.run(address, lambda one, turn: planned[one][turn + 3], clients=CLIENTS, each=each)
    ratio = f"  {figures.p95 / plain:5.2f} x" if plain else "  baseline"
    print(f"{what:<36} {figures}{ratio}", flush=True)
    return figures.p95


if __name__ == "__main__":
    main()
