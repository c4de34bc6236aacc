"""Acts over many: their list, one of them, and what can be reorganized where."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.journal import rows_of
from jiayi.foundation.base.periods import not_over
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.organization.models import Area, Institution, Practitioner, Region, Reorganization, Team, TeamMember
from jiayi.registry.organization.permissions import REORGANIZE, at_institutions
from jiayi.registry.organization.terms import RegionLevel, ReorganizationKind

from .regions import ancestor_codes


def reorganizations(viewer: Viewer) -> QuerySet[Reorganization]:
    """The acts at institutions where the viewer may reorganize, the latest first."""
    scope = viewer.scope(REORGANIZE)
    if scope.is_empty:
        return Reorganization.objects.none()
    found = Reorganization.objects.filter(at_institutions(scope)).select_related("institution", "region")
    return found.order_by("-created_at", "-id")


def reorganization_for(viewer: Viewer, act_id: UUID) -> Reorganization:
    """One act; NotVisible out of reach."""
    found = reorganizations(viewer).filter(id=act_id).first()
    if found is None:
        raise NotVisible
    return found


def hand_over_of(viewer: Viewer, person: Practitioner) -> Reorganization | None:
    """The hand-over of a leaver that stands, where the viewer may take it back."""
    acts = reorganizations(viewer).filter(kind=ReorganizationKind.HAND_OVER, undone_at=None, former=[person.name])
    of_institution = acts.filter(institution_id=person.institution_id)
    return next((act for act in of_institution if _concerns(act, person)), None)


def _concerns(act: Reorganization, person: Practitioner) -> bool:
    return any(row.row_id == str(person.id) for row in rows_of(act.id, Practitioner))


def townships_to_reorganize(viewer: Viewer) -> QuerySet[Region]:
    """The townships in which the viewer may reorganize: those of the scope, and of its institutions."""
    scope = viewer.scope(REORGANIZE)
    found = Region.objects.filter(level=RegionLevel.TOWNSHIP, valid_until=None).order_by("code")
    if scope.everything:
        return found
    places = Institution.objects.filter(at_institutions(scope, "")).values_list("region_id", flat=True)
    codes = {above for code in {*places, *scope.region_prefixes} for above in ancestor_codes(code)}
    inside = [code for code in found.values_list("code", flat=True) if scope.holds_region(code) or code in codes]
    return found.filter(code__in=inside)


def teams_to_reorganize(viewer: Viewer, township: str, on: date) -> QuerySet[Team]:
    """Open teams of a township at institutions where the viewer may reorganize."""
    found = Team.objects.filter(at_institutions(viewer.scope(REORGANIZE)), dissolved_on=None, founded_on__lt=on)
    found = found.filter(institution__region__code__startswith=township).select_related("institution", "leader")
    return found.order_by("institution__region_id", "name")


def institutions_to_reorganize(viewer: Viewer) -> QuerySet[Institution]:
    """Open institutions at which the viewer may reorganize."""
    found = Institution.objects.filter(at_institutions(viewer.scope(REORGANIZE), ""), closed_on=None)
    return found.order_by("region_id", "code")


def villages_to_reorganize(viewer: Viewer, township: str) -> QuerySet[Region]:
    """Villages of a township, where the viewer may reorganize all of it."""
    if not viewer.scope(REORGANIZE).holds_region(township):
        return Region.objects.none()
    return Region.objects.filter(parent_id=township, level=RegionLevel.VILLAGE, valid_until=None).order_by("code")


def parts_of_team(team_id: UUID, on: date) -> tuple[list[TeamMember], list[Area]]:
    """The members and areas that a team could give away."""
    members = TeamMember.objects.filter(not_over(on), team_id=team_id).select_related("practitioner", "team")
    areas = Area.objects.filter(not_over(on), team_id=team_id).order_by("region_id", "building__name")
    areas = areas.select_related("region", "building", "responsible_person")
    return list(members.order_by("role", "practitioner__name_pinyin")), list(areas)
