"""Clients that ask a server for a while and tell how long each answer took."""

import http.client
import json
import re
import threading
import time
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass

from .server import PASSWORD

Address = tuple[str, int]


@dataclass(frozen=True)
class Ask:
    """One request."""

    method: str
    path: str
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Figures:
    """What a run came to; times in milliseconds."""

    count: int
    failed: int
    seconds: float
    p50: float
    p95: float

    @property
    def per_second(self) -> float:
        return self.count / self.seconds

    def __str__(self) -> str:
        failed = f", {self.failed} FAILED" if self.failed else ""
        return f"p50 {self.p50:7.1f} ms  p95 {self.p95:7.1f} ms  {self.per_second:7.1f}/s  (n={self.count}{failed})"


def run(address: Address, asks: Callable[[int, int], Ask], *, clients: int, each: int) -> Figures:
    """So many clients ask so often each; asks(client, turn) says what."""
    times: list[list[float]] = [[] for _ in range(clients)]
    failed = [0] * clients
    threads = [
        threading.Thread(target=_one, args=(address, asks, number, each, times[number], failed))
        for number in range(clients)
    ]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - start
    every = sorted(value for one in times for value in one)
    return Figures(len(every), sum(failed), seconds, _part(every, 0.5), _part(every, 0.95))


def _one(
    address: Address,
    asks: Callable[[int, int], Ask],
    number: int,
    each: int,
    times: list[float],
    failed: list[int],
) -> None:
    connection = http.client.HTTPConnection(*address, timeout=120)
    for turn in range(each):
        ask = asks(number, turn)
        start = time.perf_counter()
        connection.request(ask.method, ask.path, ask.body or None, dict(ask.headers))
        answer = connection.getresponse()
        answer.read()
        times.append((time.perf_counter() - start) * 1000)
        failed[number] += answer.status not in (200, 201)
    connection.close()


def _part(ordered: list[float], share: float) -> float:
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def token(address: Address, username: str) -> str:
    """A token of the API."""
    answer = _send(address, "POST", "/api/v1/token", json.dumps({"username": username, "password": PASSWORD}).encode())
    return json.loads(answer[1])["token"]


def session(address: Address, username: str) -> tuple[str, str]:
    """The cookie header and the form token of somebody who signed in on the page."""
    headers, page = _send(address, "GET", "/sign-in/")
    jar = _cookies(headers)
    form = {"username": username, "password": PASSWORD, "csrfmiddlewaretoken": _form_token(page)}
    body = urllib.parse.urlencode(form).encode()
    more = {"Cookie": _cookie(jar), "Content-Type": "application/x-www-form-urlencoded"}
    headers, _ = _send(address, "POST", "/sign-in/", body, more)
    jar |= _cookies(headers)
    _, page = _send(address, "GET", "/", headers={"Cookie": _cookie(jar)})
    return _cookie(jar), _form_token(page)


def _send(
    address: Address, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
) -> tuple[list[tuple[str, str]], bytes]:
    connection = http.client.HTTPConnection(*address, timeout=60)
    connection.request(method, path, body, {"Content-Type": "application/json"} | (headers or {}))
    answer = connection.getresponse()
    page = answer.read()
    connection.close()
    if answer.status >= 400:
        raise RuntimeError(f"{method} {path}: {answer.status} {page[:200]!r}")
    return answer.getheaders(), page


def _cookies(headers: list[tuple[str, str]]) -> dict[str, str]:
    pairs = (value.partition(";")[0].partition("=") for name, value in headers if name.lower() == "set-cookie")
    return {name: value for name, _, value in pairs}


def _cookie(jar: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in jar.items())


def _form_token(page: bytes) -> str:
    found = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    if found is None:
        raise RuntimeError("the page has no form token")
    return found[1].decode()
