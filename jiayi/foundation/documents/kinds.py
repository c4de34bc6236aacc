"""Papers that rooms make for others: a room registers how, another asks by name. Both know only this place."""

import datetime as dt
from collections.abc import Callable
from typing import Protocol
from uuid import UUID

from jiayi.foundation.base.viewer import Viewer


class Maker(Protocol):
    """Makes the PDF of one thing that the viewer may see; NotVisible otherwise."""

    def __call__(self, viewer: Viewer, subject_id: UUID, *, base_url: str, on: dt.date) -> bytes: ...


_makers: dict[str, Maker] = {}


def register_paper(kind: str) -> Callable[[Maker], Maker]:
    """Say how papers of a kind ("agreements.paper") are made; called once, when the room is loaded."""

    def enter(maker: Maker) -> Maker:
        _makers[kind] = maker
        return maker

    return enter


def make_paper(kind: str, *, viewer: Viewer, subject_id: UUID, base_url: str, on: dt.date) -> bytes:
    """The PDF of a thing, made by the room that owns it."""
    return _makers[kind](viewer, subject_id, base_url=base_url, on=on)
