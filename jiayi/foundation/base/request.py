"""The request being answered: its id and the address it came from, for the audit and the logs."""

import contextlib
import uuid
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest


@dataclass(frozen=True)
class RequestContext:
    """A request's id (32 hexadecimal digits) and its sender's address; both empty outside a request."""

    id: str = ""
    address: str = ""


_current: ContextVar[RequestContext] = ContextVar("request_context", default=RequestContext())  # noqa: B039


def current() -> RequestContext:
    """The request being answered in this thread; empty in commands and jobs."""
    return _current.get()


@contextlib.contextmanager
def request_context(context: RequestContext) -> Iterator[RequestContext]:
    """Answer a request under this context."""
    token = _current.set(context)
    try:
        yield context
    finally:
        _current.reset(token)


def new_request_id() -> str:
    """An id that no client can choose, so that nobody writes into our logs through it."""
    return uuid.uuid4().hex


def address_of(request: HttpRequest) -> str:
    """The sender's address: the socket's, or what the outermost of our own proxies saw (TRUSTED_PROXIES of them)."""
    direct = request.META.get("REMOTE_ADDR") or ""
    proxies = settings.TRUSTED_PROXIES
    if not proxies:
        return direct[:45]
    seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    return (seen[-proxies] if len(seen) >= proxies else direct)[:45]
