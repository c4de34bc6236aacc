"""Search and the list of agreements at one million residents, against plain pages in the same run.

python -m bench.pages [--size large] [--each 40]
A plain page has the same sign-in, audit and template, and one indexed query for as many rows.
"""

import argparse
import itertools
import os
import urllib.parse
from dataclasses import replace
from pathlib import Path

import psycopg

from . import clients, server, visitors

CLIENTS = 4
USERNAMES = ("doctor", "bureau")
FORM = ("Content-Type", "application/x-www-form-urlencoded")


def main() -> None:
    options = _options()
    folder = server.build(options.size)
    villages, queries = _samples(folder)
    print(f"county {options.size}; {CLIENTS} clients; load {os.getloadavg()[0]:.1f}")
    print("each page and its plain one turn by turn; ratios: p95 by the clock, p95 of processor time")
    with server.served(folder) as address:
        for username in USERNAMES:
            cookie, form_token = visitors.session(address, username)
            post = (("Cookie", cookie), FORM, ("X-CSRFToken", form_token))
            plain = _forms("/bench/search/", villages, post)
            for kind, texts in queries.items():
                asks = _forms("/search/", [{"q": text} for text in texts], post)
                _measure(address, f"{username}: search by {kind}", asks, plain, options.each)
            plain = _gets(["/bench/agreements/"], cookie)
            for kind, paths in _lists(villages).items():
                _measure(address, f"{username}: agreements {kind}", _gets(paths, cookie), plain, options.each)
    print(f"load {os.getloadavg()[0]:.1f}")


def _forms(path: str, values: list[dict[str, str]], headers: tuple[tuple[str, str], ...]) -> list[clients.Ask]:
    return [clients.Ask("POST", path, urllib.parse.urlencode(one).encode(), headers) for one in values]


def _gets(paths: list[str], cookie: str) -> list[clients.Ask]:
    return [clients.Ask("GET", path, b"", (("Cookie", cookie),)) for path in paths]


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


def _measure(address: clients.Address, what: str, asks: list[clients.Ask], plain: list[clients.Ask], each: int) -> None:
    """Ask for the page and the plain one turn by turn, so that both meet the same load, and tell."""
    turns = itertools.cycle(replace(ask, kind=what) for ask in asks)
    others = itertools.cycle(plain)
    pairs = [[(next(turns), next(others)) for _ in range(each)] for _ in range(CLIENTS)]
    planned = [list(itertools.chain.from_iterable(mine)) for mine in pairs]
    clients.run(address, [mine[:6] for mine in planned])
    found = clients.run(address, planned)
    page, base = found[what], found[""]
    if page.failed or base.failed:
        raise RuntimeError(f"{what}: {page.failed} failed, {base.failed} of the plain page; see serve.log")
    ratios = page.p(95) / base.p(95), page.p(95, of_work=True) / base.p(95, of_work=True)
    print(f"{what:<36} {page}")
    print(f"{'    plain':<36} {base}  {ratios[0]:5.2f} x {ratios[1]:5.2f} x", flush=True)


if __name__ == "__main__":
    main()
