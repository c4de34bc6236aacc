"""Which tasks a viewer reaches with a permission."""

from functools import reduce
from operator import or_

from django.db.models import Q

from jiayi.foundation.base.conditions import in_region
from jiayi.foundation.base.viewer import Scope, Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.registry.organization import selectors as organization
from jiayi.registry.tasks.permissions import READ_RESTRICTED

NOBODY = Q(pk__in=())


def within(viewer: Viewer, permission: str) -> Q:
    """Tasks of the regions, teams, institutions' teams and residents that the permission reaches.

    That somebody is in a restricted programme is told to those alone who may read its records.
    """
    conditions = conditions_of(viewer, permission)
    return reduce(or_, conditions) if conditions else NOBODY


def conditions_of(viewer: Viewer, permission: str) -> list[Q]:
    """The same one by one. The institutions' teams are named by id: over a join no index of tasks could be used."""
    kinds = _kinds(viewer)
    return [condition & kinds for condition in _places(viewer.scope(permission))]


def _kinds(viewer: Viewer) -> Q:
    if viewer.can(READ_RESTRICTED):
        return Q()
    return ~Q(programme__in=[code for code, one in rulebook().programmes.items() if one.restricted])


def _places(scope: Scope) -> list[Q]:
    if scope.everything:
        return [Q()]
    found = [in_region(prefix) for prefix in scope.region_prefixes]
    teams = {*scope.team_ids}
    if scope.institution_ids:
        teams |= set(organization.team_ids_of(scope.institution_ids))
    if teams:
        found.append(Q(team_id__in=teams))
    if scope.resident_ids:
        found.append(Q(resident_id__in=scope.resident_ids))
    return found
