"""Permissions of rulebook/posts.yaml that this room asks for."""

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer

RESIDENT_READ = "resident_read"
RECORD_READ = "record_read"
PRESCRIPTION_READ = "prescription_read"  # a part of a household's page
TASK_READ = "task_read"
VISIT_LIST_READ = "visit_list_read"
READ_RESTRICTED = "restricted_record_read"
WRITE_RESTRICTED = "restricted_record_write"
RESIDENT_WRITE = "resident_write"
RESIDENT_LOOKUP = "resident_lookup"
RESIDENT_MERGE = "resident_merge"
ROSTER_IMPORT = "roster_import"
EXPORT_ROWS = "export_rows"


def require_over(viewer: Viewer, permission: str, region_code: str) -> None:
    """Refuse as if there were nothing where the permission does not reach the whole region."""
    if not viewer.scope(permission).holds_region(region_code):
        raise NotVisible


def require(viewer: Viewer, permission: str) -> None:
    """Refuse as if there were nothing where the permission is not held at all."""
    if not viewer.can(permission):
        raise NotVisible
