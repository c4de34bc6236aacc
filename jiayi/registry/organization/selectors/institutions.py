"""Institutions, their consortia, and what they are equipped with."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.organization.models import Consortium, Device, Institution, Practitioner, Team
from jiayi.registry.organization.permissions import INSTITUTION_WRITE, at_institutions, reads_directory
from jiayi.registry.organization.terms import PRIMARY_LEVELS


def institutions(
    viewer: Viewer, *, region: str = "", kind: str = "", level: str = "", text: str = "", is_open: bool | None = None
) -> QuerySet[Institution]:
    """Institutions by code of their region; every staff member may read the directory."""
    if not reads_directory(viewer):
        return Institution.objects.none()
    found = Institution.objects.select_related("region", "parent", "consortium").order_by("region_id", "code")
    if region:
        found = found.filter(region__code__startswith=region)
    if kind:
        found = found.filter(kind=kind)
    if level:
        found = found.filter(level=level)
    if is_open is not None:
        found = found.filter(closed_on__isnull=is_open)
    if text.strip():
        found = found.filter(Q(name__contains=text.strip()) | Q(code__startswith=text.strip()))
    return found


def managed_institutions(viewer: Viewer, permission: str = INSTITUTION_WRITE) -> QuerySet[Institution]:
    """Open institutions at which the viewer holds a permission."""
    scope = viewer.scope(permission)
    if scope.is_empty:
        return Institution.objects.none()
    found = Institution.objects.filter(at_institutions(scope, ""), closed_on=None)
    return found.select_related("region").order_by("region_id", "code")


def institution_for(viewer: Viewer, institution_id: UUID) -> Institution:
    """The institution; NotVisible where there is none."""
    found = institutions(viewer).filter(id=institution_id).first()
    if found is None:
        raise NotVisible
    return found


@dataclass
class ConsortiumBranch:
    """A consortium with its members and the consortia below it."""

    consortium: Consortium
    members: list[Institution] = field(default_factory=list)
    branches: list["ConsortiumBranch"] = field(default_factory=list)


def consortia_tree(viewer: Viewer) -> list[ConsortiumBranch]:
    """All consortia as a forest, by name; two queries."""
    if not reads_directory(viewer):
        return []
    found = consortia_of(viewer).select_related("lead")
    branches = {consortium.id: ConsortiumBranch(consortium) for consortium in found}
    for institution in Institution.objects.filter(consortium__in=branches).order_by("region_id", "code"):
        branches[institution.consortium_id].members.append(institution)
    roots = []
    for branch in branches.values():
        above = branches.get(branch.consortium.parent_id)
        (above.branches if above else roots).append(branch)
    return roots


def consortia_of(viewer: Viewer) -> QuerySet[Consortium]:
    """All consortia by name."""
    return Consortium.objects.order_by("name") if reads_directory(viewer) else Consortium.objects.none()


def devices(
    viewer: Viewer, *, institution: UUID | None = None, kind: str = "", status: str = "", text: str = ""
) -> QuerySet[Device]:
    """Devices of the institutions the viewer manages, and those the viewer holds."""
    visible = at_institutions(viewer.scope(INSTITUTION_WRITE))
    if visible and viewer.practitioner_id:
        visible |= Q(holder_id=viewer.practitioner_id)
    found = Device.objects.filter(visible).select_related("institution", "holder")
    found = found.order_by("institution_id", "kind", "name", "id")
    if institution:
        found = found.filter(institution_id=institution)
    if kind:
        found = found.filter(kind=kind)
    if status:
        found = found.filter(status=status)
    if text.strip():
        found = found.filter(Q(name__contains=text.strip()) | Q(serial_number__startswith=text.strip()))
    return found


def device_for(viewer: Viewer, device_id: UUID) -> Device:
    """The device; NotVisible where there is none, or none that the viewer may know of."""
    found = devices(viewer).filter(id=device_id).first()
    if found is None:
        raise NotVisible
    return found


def device_counts(institution_id: UUID) -> dict[str, int]:
    """How many devices of each kind an institution has, those out of use left out."""
    rows = Device.objects.filter(institution_id=institution_id).exclude(status="retired")
    return dict(rows.values_list("kind").annotate(Count("id")))


def level_of(institution_id: UUID) -> str:
    """The level of an institution; "" where it has none."""
    return Institution.objects.filter(id=institution_id).values_list("level", flat=True).first() or ""


def primary_teams(viewer: Viewer, on: date) -> QuerySet[Team]:
    """Teams that exist on a day, by name; every staff member may read who they are, as with institutions."""
    if not reads_directory(viewer):
        return Team.objects.none()
    return Team.objects.filter(Q(dissolved_on=None) | Q(dissolved_on__gt=on)).order_by("name")


def primary_doctors(viewer: Viewer, roles: Collection[str]) -> QuerySet[Practitioner]:
    """Who has one of these roles at a township or village institution, by institution; readable as institutions are."""
    if not reads_directory(viewer):
        return Practitioner.objects.none()
    rows = Practitioner.objects.filter(roles__overlap=list(roles), left_on=None, institution__level__in=PRIMARY_LEVELS)
    return rows.select_related("institution").order_by("institution__code", "name_pinyin", "id")
