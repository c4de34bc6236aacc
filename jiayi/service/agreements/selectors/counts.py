"""What the counters say of many teams at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from jiayi.foundation.base.viewer import Viewer
from jiayi.service.agreements import permissions
from jiayi.service.agreements.models import TeamLoad


@dataclass(frozen=True)
class TeamCount:
    """Households and persons that a team has under agreements in force."""

    households: int = 0
    persons: int = 0


def team_counts(viewer: Viewer, team_ids: Iterable[UUID]) -> dict[UUID, TeamCount]:
    """The counts of those teams whose agreements the viewer may see; a team without any is left out. One query."""
    scope = viewer.scope(permissions.READ)
    reach = Q() if scope.everything else Q(team_id__in=scope.team_ids)
    if not scope.everything:
        reach |= Q(team__institution_id__in=scope.institution_ids)
        for prefix in scope.region_prefixes:
            reach |= Q(team__institution__region__code__startswith=prefix)
    found = TeamLoad.objects.filter(reach, team_id__in=list(team_ids))
    return {load.team_id: TeamCount(load.households, load.persons) for load in found}
