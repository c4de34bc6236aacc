"""What belongs to a region as a whole, and so is seen by those alone who reach all of it."""

from functools import reduce
from operator import or_

from django.db.models import Q

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer


def wholly_within(viewer: Viewer, permission: str) -> Q:
    """Rows whose region lies wholly within the permission's reach; NotVisible to who does not have it."""
    scope = viewer.scope(permission)
    if scope.is_empty:
        raise NotVisible
    inside = [Q(region__gte=prefix, region__lt=f"{prefix}:") for prefix in scope.region_prefixes]
    return Q() if scope.everything else reduce(or_, inside, Q(pk__in=()))
