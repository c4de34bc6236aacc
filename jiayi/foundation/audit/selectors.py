"""Reads of the history."""

from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer

from .models import Entry
from .permissions import AUDIT_READ

COUNTY_DIGITS = 6  # entries know no place: only who may read a whole county's history reads any


def may_read(viewer: Viewer) -> bool:
    """Whether the viewer holds the permission over a whole county at least."""
    scope = viewer.scope(AUDIT_READ)
    return scope.everything or any(len(prefix) <= COUNTY_DIGITS for prefix in scope.region_prefixes)


def entries(viewer: Viewer) -> QuerySet[Entry]:
    """The whole history; NotVisible for others than its readers."""
    if not may_read(viewer):
        raise NotVisible
    return Entry.objects.all()


def entry_for(viewer: Viewer, entry_id: int) -> Entry:
    """One entry of it."""
    found = entries(viewer).filter(id=entry_id).first()
    if found is None:
        raise NotVisible
    return found


def entries_about(viewer: Viewer, resident_id: UUID) -> QuerySet[Entry]:
    """Who read or changed one resident's record, the latest first.

    For rooms that have shown already that the viewer may see this resident, and for residents themselves.
    """
    if viewer.actor_id is None and not viewer.scope(AUDIT_READ).everything:
        return Entry.objects.none()
    return Entry.objects.filter(resident_ids__contains=[resident_id]).order_by("-id")


def concerns(identifier: UUID) -> Q:
    """The entries that name this id as their subject, their resident, or the doctor acted for."""
    return (
        Q(resident_ids__contains=[identifier])
        | Q(subject_ids__contains=[str(identifier)])
        | Q(on_behalf_of=identifier)
        | Q(actor_id=identifier)
    )


def acts(viewer: Viewer) -> list[str]:
    """Every act that ever was, found by leaps through the index instead of reading all rows."""
    if not may_read(viewer):
        raise NotVisible
    return [act for (act,) in _leaps("act", "act")]


def actors(viewer: Viewer) -> list[tuple[UUID, str]]:
    """Everybody who ever acted, by id, with the name they last acted under."""
    if not may_read(viewer):
        raise NotVisible
    return sorted(_leaps("actor_id", "actor_id, actor_name"), key=lambda actor: actor[1])


def _leaps(column: str, columns: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE leap AS ((SELECT {columns} FROM audit_entry WHERE {column} IS NOT NULL"
            f" ORDER BY {column}, id DESC LIMIT 1) UNION ALL SELECT next.* FROM leap, LATERAL"
            f" (SELECT {columns} FROM audit_entry e WHERE e.{column} > leap.{column}"
            f" ORDER BY {column}, id DESC LIMIT 1) next) SELECT {columns} FROM leap"
        )
        return cursor.fetchall()
