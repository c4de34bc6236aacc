"""Permissions of rulebook/posts.yaml that this room asks for, and where a viewer holds them."""

from django.db.models import Q

from jiayi.foundation.base.conditions import in_region
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Scope, Viewer

READ = "suspicion_read"
REVIEW = "suspicion_review"
ANSWER = "suspicion_answer"
AUDIT = "record_audit"
CORRECT = "audit_correct"
INTERVIEW = "interview_hold"
EXPORT = "export_rows"


def within(scope: Scope) -> Q:
    """The rows of this room whose institution or region lies in the scope; an empty scope holds nothing."""
    if scope.everything:
        return Q()
    found = Q(institution_id__in=scope.institution_ids)
    for prefix in scope.region_prefixes:
        found |= in_region(prefix)
    return found


def holds(viewer: Viewer, permission: str, row: object) -> bool:
    """Whether the permission is held at the row's institution or over its region."""
    scope = viewer.scope(permission)
    return row.institution_id in scope.institution_ids or scope.holds_region(row.region_id)  # type: ignore[attr-defined]


def require(viewer: Viewer, permission: str, row: object) -> None:
    """Refuse as if there were nothing."""
    if not holds(viewer, permission, row):
        raise NotVisible
