"""The places that may have a board, for the people who keep them."""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from jiayi.foundation.base.periods import in_force, not_over
from jiayi.foundation.base.viewer import Scope, Viewer
from jiayi.registry.organization.models import Area, Institution, Region, Team
from jiayi.registry.organization.permissions import at_institutions, reads_teams
from jiayi.registry.organization.terms import InstitutionLevel, RegionLevel


def village_places(viewer: Viewer, scope: Scope, on: date) -> QuerySet[Region]:
    """The villages in a scope, each with `published_on` and whether a team answers for it (`is_served`), by code."""
    if not reads_teams(viewer):
        return Region.objects.none()
    found = Region.objects.filter(not_over(on, last="valid_until"), level=RegionLevel.VILLAGE)
    if not scope.everything:
        reach = Q(pk__in=[])
        for prefix in scope.region_prefixes:
            reach |= Q(code__startswith=prefix)
        found = found.filter(reach)
    served = Exists(Area.objects.filter(in_force(on), region=OuterRef("pk")))
    return found.annotate(published_on=F("board__published_on"), is_served=served).order_by("code")


def institution_places(viewer: Viewer, scope: Scope, on: date) -> QuerySet[Institution]:
    """The institutions in a scope that have a team or stand in a village, each with `published_on`, by region."""
    if not reads_teams(viewer):
        return Institution.objects.none()
    of_its_own = Exists(Team.objects.filter(not_over(on, last="dissolved_on"), institution=OuterRef("pk")))
    found = Institution.objects.filter(at_institutions(scope, ""), closed_on=None).select_related("region")
    found = found.annotate(published_on=F("board__published_on"), is_served=of_its_own)
    return found.filter(Q(is_served=True) | Q(level=InstitutionLevel.VILLAGE)).order_by("region_id", "code")
