"""The kinds of work that rooms have registered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jiayi.foundation.base.errors import BadShape

from .progress import Progress

Work = Callable[..., dict[str, Any] | None]


@dataclass(frozen=True)
class Kind:
    """One kind of work: what runs it, what people call it, and whether it may be begun anew."""

    name: str
    work: Work
    title: str
    route: str = ""


_kinds: dict[str, Kind] = {}


def register(kind: str, *, title: str, route: str = "") -> Callable[[Work], Work]:
    """Have `kind` done by a function `work(progress: Progress, **arguments) -> outcome | None`.

    Title: a Chinese msgid. Route: the page of a finished run, reversed with the outcome's `id`.
    Rooms register in a module named `background`, which is imported when the applications are ready.
    """

    def take(work: Work) -> Work:
        if kind in _kinds and _kinds[kind].work is not work:
            raise ValueError(f"{kind} is registered twice")
        _kinds[kind] = Kind(kind, work, title, route)
        return work

    return take


def kind_of(name: str) -> Kind:
    """A registered kind; refuses with E_JOB_KIND."""
    try:
        return _kinds[name]
    except KeyError:
        raise BadShape("E_JOB_KIND", name) from None


__all__ = ["Kind", "Progress", "kind_of", "register"]
