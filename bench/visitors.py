"""Somebody who signs in and asks for pages one by one."""

import http.client
import json
import re
import time
import urllib.parse
from dataclasses import dataclass

from .clients import Address, work_of
from .server import PASSWORD


@dataclass(frozen=True)
class Timed:
    """How long one answer took, in milliseconds: by the clock, and of processor time in Python and the database."""

    taken: float
    python: float
    database: float

    @property
    def work(self) -> float:
        return self.python + self.database


def token(address: Address, username: str) -> str:
    """A token of the API."""
    body = json.dumps({"username": username, "password": PASSWORD}).encode()
    _, page = _send(address, "POST", "/api/v1/token", body, {"Content-Type": "application/json"})
    return json.loads(page)["token"]


def session(address: Address, username: str) -> tuple[str, str]:
    """The cookie header and the form token of somebody who signed in on the page."""
    headers, page = _send(address, "GET", "/sign-in/")
    jar = _cookies(headers)
    form = {"username": username, "password": PASSWORD, "csrfmiddlewaretoken": _form_token(page)}
    body = urllib.parse.urlencode(form).encode()
    more = {"Cookie": _cookie(jar), "Content-Type": "application/x-www-form-urlencoded"}
    headers, _ = _send(address, "POST", "/sign-in/", body, more)
    jar |= _cookies(headers)
    _, page = _send(address, "GET", "/account/", headers={"Cookie": _cookie(jar)})
    return _cookie(jar), _form_token(page)


def page(address: Address, path: str, cookie: str) -> tuple[str, str]:
    """A page's address, after what it redirects to, and its text ("" for what is no page)."""
    for _ in range(5):
        headers, body = _send(address, "GET", path, headers={"Cookie": cookie})
        if "Location" not in headers:
            break
        path = headers["Location"]
    return path, body.decode() if headers.get("Content-Type", "").startswith("text/html") else ""


def timed(address: Address, path: str, cookie: str) -> Timed:
    """How long a page takes."""
    start = time.perf_counter()
    headers, _ = _send(address, "GET", path, headers={"Cookie": cookie})
    return Timed((time.perf_counter() - start) * 1000, *work_of(headers))


def _send(
    address: Address, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
) -> tuple[http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection(*address, timeout=120)
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    if answer.status >= 400:
        raise RuntimeError(f"{method} {path}: {answer.status} {text[:200]!r}")
    return answer.headers, text


def _cookies(headers: http.client.HTTPMessage) -> dict[str, str]:
    pairs = (value.partition(";")[0].partition("=") for value in headers.get_all("Set-Cookie", []))
    return {name: value for name, _, value in pairs}


def _cookie(jar: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in jar.items())


def _form_token(text: bytes) -> str:
    found = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', text)
    if found is None:
        raise RuntimeError("the page has no form token")
    return found[1].decode()
