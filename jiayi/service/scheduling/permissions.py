"""Permissions of rulebook/posts.yaml that this room asks for, and what they let a viewer see here."""

from uuid import UUID

from jiayi.foundation.base.reach import holds, within
from jiayi.foundation.base.viewer import Viewer

READ = "session_read"
WRITE = "session_write"
BOOK = "session_book"
EXPORT = "export_rows"
SLOT_READ = "slot_read"
SLOT_BOOK = "slot_book"
SHARE = "resource_share"

__all__ = [
    "BOOK",
    "EXPORT",
    "READ",
    "SHARE",
    "SLOT_BOOK",
    "SLOT_READ",
    "WRITE",
    "books_for",
    "holds",
    "shares_from",
    "within",
]


def shares_from(viewer: Viewer, institution_id: UUID, region_code: str) -> bool:
    """Whether the viewer decides what this institution shares."""
    return holds(viewer.scope(SHARE), region_code=region_code, institution_id=institution_id)


def books_for(viewer: Viewer, institution_id: UUID, region_code: str) -> bool:
    """Whether the viewer books for this institution."""
    return holds(viewer.scope(SLOT_BOOK), region_code=region_code, institution_id=institution_id)
