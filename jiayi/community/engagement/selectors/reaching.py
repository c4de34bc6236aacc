"""What belongs to a region as a whole, and so is seen by those alone who reach all of it."""

from django.db.models import Q

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.reach import within
from jiayi.foundation.base.viewer import Viewer


def wholly_within(viewer: Viewer, permission: str) -> Q:
    """Rows whose region lies wholly within the permission's reach; NotVisible to who does not have it."""
    scope = viewer.scope(permission)
    if scope.is_empty:
        raise NotVisible
    return within(scope, team="", institution="")
