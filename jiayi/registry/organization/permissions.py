"""Permissions of rulebook/posts.yaml that this room asks for, and the places where a viewer holds them."""

from django.db.models import Q

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Scope, Viewer

from .models import Institution

TEAM_READ = "team_read"
TEAM_WRITE = "team_write"
AREA_WRITE = "area_write"
PRACTITIONER_WRITE = "practitioner_write"
INSTITUTION_WRITE = "institution_write"
EXPORT_ROWS = "export_rows"
SCHEME_ADOPT = "scheme_adopt"
REORGANIZE = "reorganize"
TASK_READ = "task_read"
PUBLICITY_WRITE = "publicity_write"
PUBLICITY_CHECK = "publicity_check"


def reads_directory(viewer: Viewer) -> bool:
    """Whether regions and institutions may be read: by everyone who has signed in."""
    return viewer.actor_id is not None or viewer.scope(TEAM_READ).everything


def reads_teams(viewer: Viewer) -> bool:
    """Whether teams, areas and the grid may be read: by staff anywhere, as they are posted in public."""
    return viewer.can(TEAM_READ) or viewer.can(TEAM_WRITE)


def at_institutions(scope: Scope, path: str = "institution") -> Q:
    """The rows whose institution lies in the scope; `path` leads from the row to it ("" from itself)."""
    if scope.everything:
        return Q()
    prefix = f"{path}__" if path else ""
    found = Q(**{f"{prefix}id__in": scope.institution_ids})
    for region in scope.region_prefixes:
        found |= Q(**{f"{prefix}region__code__startswith": region})
    return found


def holds_institution(scope: Scope, institution: Institution) -> bool:
    """Whether the institution itself, or the region it stands in, lies in the scope."""
    return institution.id in scope.institution_ids or scope.holds_region(institution.region_id)


def require_at(viewer: Viewer, permission: str, institution: Institution) -> None:
    """Refuse as if there were nothing where the permission is not held at the institution."""
    if not holds_institution(viewer.scope(permission), institution):
        raise NotVisible


def require_over(viewer: Viewer, permission: str, region_code: str) -> None:
    """Refuse as if there were nothing where the permission is not held over the whole region."""
    if not viewer.scope(permission).holds_region(region_code):
        raise NotVisible
