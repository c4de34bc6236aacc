"""Permissions of rulebook/posts.yaml that this room asks for, and the institutions that those of letters reach."""

from typing import Any

from django.db.models import Q

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Scope, Viewer

READ = "coverage_read"
DRILL = "coverage_drill"
COMPUTE = "coverage_compute"
ASSIGN_TASKS = "task_assign"
EXPORT = "export_rows"
RESTRICTED = "restricted_record_read"
CLOSE = "period_close"
ALARM = "target_alarm_answer"
LETTER_READ = "target_letter_read"
LETTER_WRITE = "target_letter_write"
LETTER_SIGN = "target_letter_sign"


def of_institutions(scope: Scope) -> Q:
    """The letters of institutions in the scope."""
    if scope.everything:
        return Q()
    found = Q(institution_id__in=scope.institution_ids)
    for prefix in scope.region_prefixes:
        found |= Q(institution__region__code__startswith=prefix)
    return found


def holds(viewer: Viewer, permission: str, institution: Any) -> bool:
    """Whether the permission is held at the institution or over the region it stands in."""
    scope = viewer.scope(permission)
    return institution.id in scope.institution_ids or scope.holds_region(institution.region_id)


def require_at(viewer: Viewer, permission: str, institution: Any) -> None:
    """Refuse as if there were nothing."""
    if not holds(viewer, permission, institution):
        raise NotVisible
