"""Permissions of rulebook/posts.yaml that this room asks for, and where a viewer holds them."""

from django.db.models import Q

from jiayi.foundation.base import reach
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
    return reach.within(scope, team="")


def holds(viewer: Viewer, permission: str, row: object) -> bool:
    """Whether the permission is held at the row's institution or over its region."""
    scope = viewer.scope(permission)
    return row.institution_id in scope.institution_ids or scope.holds_region(row.region_id)  # type: ignore[attr-defined]


def require(viewer: Viewer, permission: str, row: object) -> None:
    """Refuse as if there were nothing."""
    if not holds(viewer, permission, row):
        raise NotVisible
