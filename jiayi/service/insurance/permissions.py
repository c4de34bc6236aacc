"""Permissions of rulebook/posts.yaml that this room asks for, and whose visits they let a viewer see."""

from functools import reduce
from operator import or_

from django.db.models import Q

from jiayi.foundation.base.viewer import Viewer

READ_RESIDENT = "resident_read"
READ_VISITS = "insured_visit_read"
IMPORT = "insured_visit_import"
EXPORT = "export_rows"
_AFTER_DIGITS = ":"  # region codes are digits


def in_scope(viewer: Viewer, permission: str = READ_VISITS) -> Q:
    """Visits of the residents of the scope's regions."""
    scope = viewer.scope(permission)
    if scope.everything:
        return Q()
    ranges = [Q(region__gte=prefix, region__lt=prefix + _AFTER_DIGITS) for prefix in scope.region_prefixes]
    return reduce(or_, ranges, Q(pk__in=()))
