"""Permissions of rulebook/posts.yaml that this room asks for, and what they let a viewer see here."""

from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q

from jiayi.foundation.base.conditions import in_region
from jiayi.foundation.base.viewer import Scope, Viewer

READ = "session_read"
WRITE = "session_write"
BOOK = "session_book"
EXPORT = "export_rows"
SLOT_READ = "slot_read"
SLOT_BOOK = "slot_book"
SHARE = "resource_share"
NOTHING = Q(pk__in=())


def within(scope: Scope) -> Q:
    """Schedules and sessions (region, institution, team) that lie in the scope."""
    if scope.everything:
        return Q()
    fields = ("institution", "team")
    by_id = [Q(**{f"{field}_id__in": ids}) for field in fields if (ids := getattr(scope, f"{field}_ids"))]
    by_region = [in_region(prefix) for prefix in scope.region_prefixes]
    return reduce(or_, [*by_region, *by_id], NOTHING)


def holds(scope: Scope, *, region_code: str, institution_id: UUID, team_id: UUID) -> bool:
    """Whether one of these places lies in the scope."""
    return scope.holds_region(region_code) or institution_id in scope.institution_ids or team_id in scope.team_ids


def shares_from(viewer: Viewer, institution_id: UUID, region_code: str) -> bool:
    """Whether the viewer decides what this institution shares."""
    scope = viewer.scope(SHARE)
    return scope.everything or institution_id in scope.institution_ids or scope.holds_region(region_code)


def books_for(viewer: Viewer, institution_id: UUID, region_code: str) -> bool:
    """Whether the viewer books for this institution."""
    scope = viewer.scope(SLOT_BOOK)
    return scope.everything or institution_id in scope.institution_ids or scope.holds_region(region_code)
