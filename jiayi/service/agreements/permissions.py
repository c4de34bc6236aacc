"""Permissions of rulebook/posts.yaml that this room asks for, and what they let a viewer see here."""

from django.db.models import Q

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Scope, Viewer
from jiayi.registry.organization.terms import TeamFacts

READ = "agreement_read"
SIGN = "agreement_sign"
ASSIST = "agreement_assist"
TERMINATE = "agreement_terminate"
RECORD_REFUSAL = "refusal_record"
PACKAGE_READ = "package_read"
PACKAGE_WRITE = "package_write"
PACKAGE_APPROVE = "package_approve"
TEAM_READ = "team_read"
PUBLICITY_WRITE = "publicity_write"
READ_WORKLOAD = "workload_read"


def within(scope: Scope) -> Q | None:
    """Rows with region, institution, team and resident that lie in the scope; None where nothing does."""
    if scope.everything:
        return Q()
    if scope.is_empty:
        return None
    found = Q()
    for prefix in scope.region_prefixes:
        found |= in_region(prefix)
    for field in ("institution", "team", "resident"):
        if ids := getattr(scope, f"{field}_ids"):
            found |= Q(**{f"{field}_id__in": ids})
    return found


def in_region(prefix: str, path: str = "region") -> Q:
    """Rows whose region code begins so, as a range that an index can walk (codes are digits, ":" follows them)."""
    return Q(**{f"{path}__gte": prefix, f"{path}__lt": f"{prefix}:"})


def holds_team(scope: Scope, team: TeamFacts) -> bool:
    """Whether the team, its institution, or the region it stands in lies in the scope."""
    return (
        scope.holds_region(team.region_code)
        or team.id in scope.team_ids
        or team.institution_id in scope.institution_ids
    )


def require_team(viewer: Viewer, permission: str, team: TeamFacts) -> None:
    """Refuse as if there were nothing where the permission does not reach the team."""
    if not holds_team(viewer.scope(permission), team):
        raise NotVisible
