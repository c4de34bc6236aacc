"""Permissions of rulebook/posts.yaml that this room asks for, and what they let a viewer see here."""

from functools import reduce
from operator import or_

from django.db.models import Q

from jiayi.foundation.base.conditions import apart, in_region
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Scope, Viewer
from jiayi.registry.organization.terms import TeamFacts

READ = "agreement_read"
SIGN = "agreement_sign"
ASSIST = "agreement_assist"
TERMINATE = "agreement_terminate"
RECORD_REFUSAL = "refusal_record"
ASSIGN_TASKS = "task_assign"
VISIT_LIST_READ = "visit_list_read"
PACKAGE_READ = "package_read"
PACKAGE_WRITE = "package_write"
PACKAGE_APPROVE = "package_approve"
TEAM_READ = "team_read"
PUBLICITY_WRITE = "publicity_write"
READ_WORKLOAD = "workload_read"
EXPORT = "export_rows"
READ_PROMISES = "fulfilment_read"


def signs_with(viewer: Viewer) -> str:
    """The permission by which the viewer signs residents: the doctor's own, else that of who acts for a doctor."""
    return SIGN if viewer.can(SIGN) else ASSIST


def may_sign(viewer: Viewer) -> bool:
    """Whether the viewer signs residents at all, as a doctor or for one."""
    return viewer.can(signs_with(viewer))


def within(scope: Scope) -> Q | None:
    """Rows with region, institution, team and resident that lie in the scope; None where nothing does."""
    if scope.everything:
        return Q()
    return reduce(or_, _conditions(scope), Q()) if not scope.is_empty else None


def parts_of(scope: Scope) -> list[Q]:
    """The same in parts that have nothing in common."""
    return apart([Q()] if scope.everything else _conditions(scope))


def _conditions(scope: Scope) -> list[Q]:
    fields = ("institution", "team", "resident")
    by_id = [Q(**{f"{field}_id__in": ids}) for field in fields if (ids := getattr(scope, f"{field}_ids"))]
    return [*(in_region(prefix) for prefix in scope.region_prefixes), *by_id]


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
