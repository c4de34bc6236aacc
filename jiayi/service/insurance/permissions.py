"""Permissions of rulebook/posts.yaml that this room asks for, and whose visits they let a viewer see."""

from django.db.models import Q

from jiayi.foundation.base.reach import within
from jiayi.foundation.base.viewer import Viewer

READ_RESIDENT = "resident_read"
READ_VISITS = "insured_visit_read"
IMPORT = "insured_visit_import"
EXPORT = "export_rows"


def in_scope(viewer: Viewer, permission: str = READ_VISITS) -> Q:
    """Visits of the residents of the scope's regions."""
    return within(viewer.scope(permission), team="", institution="")
