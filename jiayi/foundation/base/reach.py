"""What of a table of places, institutions and teams lies in a viewer's scope."""

from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q

from jiayi.foundation.base.conditions import in_region
from jiayi.foundation.base.viewer import Scope

NOTHING = Q(pk__in=())


def within(scope: Scope, *, team: str = "team_id", institution: str = "institution_id", region: str = "region_id") -> Q:
    """Rows that lie in the scope by their region, institution or team; the names are their columns, "" for none."""
    if scope.everything:
        return Q()
    by_id = [Q(**{f"{institution}__in": scope.institution_ids})] if institution and scope.institution_ids else []
    if team and scope.team_ids:
        by_id.append(Q(**{f"{team}__in": scope.team_ids}))
    return reduce(or_, [*(in_region(prefix, region) for prefix in scope.region_prefixes), *by_id], NOTHING)


def holds(scope: Scope, *, region_code: str, institution_id: UUID | None = None, team_id: UUID | None = None) -> bool:
    """Whether one of these places lies in the scope."""
    return scope.holds_region(region_code) or institution_id in scope.institution_ids or team_id in scope.team_ids
