"""The errors that services and selectors raise and that pages and the API turn into answers."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID


class CodedError(Exception):
    """An error with a stable code and words for the person who caused it (already translated)."""

    status = 422

    def __init__(self, code: str, message: str = "", *, breaches: Iterable[Mapping[str, Any]] = ()) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.breaches = [dict(breach) for breach in breaches]


class NotVisible(CodedError):
    """There is no such thing, or the viewer may not know of it: the two answer alike (404)."""

    status = 404

    def __init__(self) -> None:
        super().__init__("E_NOT_FOUND", "")


def identifier_of(text: str) -> UUID:
    """An id from an address; what is none belongs to nobody (NotVisible)."""
    try:
        return UUID(text)
    except ValueError:
        raise NotVisible from None


class Unauthenticated(CodedError):
    """Who asks has not shown who they are (401)."""

    status = 401


class LawBroken(CodedError):
    """A law forbids the act (409); breaches are mappings with code, text_zh, text_en, parameter, value, source."""

    status = 409


class BadShape(CodedError):
    """What was sent has not the form that is asked for (422)."""

    status = 422


class TooMany(CodedError):
    """The viewer has asked too often (429)."""

    status = 429
