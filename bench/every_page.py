"""Every page that every post can reach by links, at one million residents; for some, filters and orders one by one.

python -m bench.every_page [--size large] [--times 5] [--users doctor,bureau] [--choices doctor] [--only /people/]
One client. Each address is asked once to warm up; told are medians of so many askings: what a page takes by the clock,
and what of it is work, processor time of Python and of the database: other work on the machine moves the clock only.
"""

import argparse
import os
import re
import statistics
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlencode

from . import clients, server, visitors

LIMIT = 100.0  # milliseconds: what a page may take at a million residents
USERNAMES = "bureau,manager,doctor,nurse,village,referral,pharmacist,auditor,insurer,partner,system,security,audit"
LEFT_OUT = ("/static/", "/api/", "/i18n/", "/sign-")
IDENTIFIER = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)\d+(?=/)")
CHOOSING = "bureau,doctor,village"  # the widest reach, an institution's, and the narrowest
WARMING = 12  # so many askings until every process of the server has read the rulebook
MOST_CHOICES = 12  # of one filter: the first ones, and the last, are asked for


@dataclass(frozen=True)
class Page:
    """What one address took of one post, in milliseconds."""

    username: str
    path: str
    taken: float
    work: float
    database: float

    def __str__(self) -> str:
        return f"work {self.work:7.1f} (database {self.database:7.1f})  clock {self.taken:7.1f}  {self.path}"


def main() -> None:
    options = _options()
    folder = server.build(options.size)
    print(f"county {options.size}; one client; load {os.getloadavg()[0]:.1f}")
    found: list[Page] = []
    with server.served(folder) as address:
        for username in options.users.split(","):
            cookie, _ = visitors.session(address, username)
            found += _of_user(address, username, cookie, options)
    _tell(found)
    print(f"load {os.getloadavg()[0]:.1f}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="large")
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--users", default=USERNAMES, help="usernames of the demonstration, with commas between")
    parser.add_argument("--choices", default=CHOOSING, help="those of them who try every filter and order")
    parser.add_argument("--only", default="", help="addresses that begin so")
    return parser.parse_args()


def _of_user(address: clients.Address, username: str, cookie: str, options: argparse.Namespace) -> list[Page]:
    found = []
    for _ in range(WARMING):
        visitors.timed(address, "/", cookie)
    for base, reader in _pages(address, cookie):
        paths = _variants(base, reader) if username in options.choices.split(",") else [base]
        for path in paths if base.startswith(options.only) else ():
            visitors.timed(address, path, cookie)
            times = [visitors.timed(address, path, cookie) for _ in range(options.times)]
            middle = [statistics.median(getattr(one, name) for one in times) for name in ("taken", "work", "database")]
            found.append(Page(username, path, *middle))
    slow = [one for one in found if one.work > LIMIT]
    print(f"{username}: {len(found)} addresses, {len(slow)} over {LIMIT:.0f} ms of work", flush=True)
    for one in sorted(slow, key=lambda one: -one.work):
        print(f"  {one}", flush=True)
    return found


def _tell(found: list[Page]) -> None:
    """Each kind of page over all posts: how many addresses, the slowest plain one, and the slowest of all."""
    print("kind of page, addresses; of the plain page and of the slowest: milliseconds")
    for kind in sorted({_kind(one.path) for one in found}):
        mine = [one for one in found if _kind(one.path) == kind]
        plain = max((one for one in mine if "?" not in one.path), key=lambda one: one.work, default=mine[0])
        worst = max(mine, key=lambda one: one.work)
        print(f"{kind:<40} {len(mine):>5}  {plain.work:7.1f}  {worst}  ({worst.username})")


def _kind(path: str) -> str:
    """An address without its query and with a star for every id and code in it."""
    return IDENTIFIER.sub("*", path.partition("?")[0])


def _pages(address: clients.Address, cookie: str) -> Iterator[tuple[str, "_Reader"]]:
    """One page of each kind that links lead to, from the first page on."""
    waiting, met = deque(["/"]), {"/"}
    while waiting:
        path = waiting.popleft()
        path, page = visitors.page(address, path, cookie)
        reader = _Reader()
        reader.feed(page)
        yield path, reader
        for link in reader.links:
            kind = _kind(link)
            if kind not in met and not kind.startswith(LEFT_OUT):
                met.add(kind)
                waiting.append(link)


def _variants(path: str, reader: "_Reader") -> list[str]:
    """The page itself, each choice of a filter, order, size and next page, and each order of what is chosen."""
    base = path.partition("?")[0]
    chosen = [urlencode({name: value}) for name, values in reader.choices.items() for value in _some(values)]
    few = [urlencode({name: value}) for name, values in reader.choices.items() for value in {values[0], values[-1]}]
    orders = [query for query in reader.queries if query.startswith("sort=")]
    queries = [*chosen, *reader.queries, *(f"{order}&{one}" for order in orders for one in few)]
    return [path, *(f"{base}?{query}" for query in dict.fromkeys(queries))]


def _some(values: list[str]) -> list[str]:
    return values if len(values) <= MOST_CHOICES else [*values[: MOST_CHOICES - 1], values[-1]]


class _Reader(HTMLParser):
    """The links of a page, the choices of its filters, and its own queries (orders, sizes, further pages)."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.choices: dict[str, list[str]] = {}
        self.queries: list[str] = []
        self._in_filters = False
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._in_filters = values.get("method", "").lower() == "get"
        elif tag == "a":
            self._link(values.get("href", ""))
        elif self._in_filters:
            self._field(tag, values)

    def _link(self, href: str) -> None:
        if len(href) > 1 and href.startswith("?"):
            self.queries.append(href[1:])
        elif href.startswith("/"):
            self.links.append(href)

    def _field(self, tag: str, values: dict[str, str]) -> None:
        if tag == "select":
            self._select = values.get("name", "")
        elif tag == "option" and self._select and values.get("value"):
            self.choices.setdefault(self._select, []).append(values["value"])
        elif tag == "input" and values.get("type") == "checkbox":
            self.choices.setdefault(values["name"], []).append(values.get("value", "1"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._in_filters = False
        elif tag == "select":
            self._select = ""


if __name__ == "__main__":
    main()
