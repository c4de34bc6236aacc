"""The grid: named persons from the township down to households (S2.6-08)."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from jiayi.foundation.base.periods import in_force
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.organization.models import Responsibility
from jiayi.registry.organization.permissions import reads_teams
from jiayi.registry.organization.terms import ChainLink, ResponsibilityStep

from .regions import ancestor_codes


def responsibilities(
    viewer: Viewer, *, on: date, below: str = "", practitioner: UUID | None = None
) -> QuerySet[Responsibility]:
    """Who answers for what on a day, by region and step; public to all staff."""
    if not reads_teams(viewer):
        return Responsibility.objects.none()
    found = Responsibility.objects.filter(in_force(on)).select_related("region", "practitioner__institution")
    if below:
        found = found.filter(region__code__startswith=below)
    if practitioner:
        found = found.filter(practitioner_id=practitioner)
    return found.order_by("region_id", "step", "starts_on", "id")


def responsible_for(region_code: str, on: date) -> list[ChainLink]:
    """The chain above a place: who answers for it and for the regions it lies in, widest step first. One query."""
    found = Responsibility.objects.filter(in_force(on), region_id__in=ancestor_codes(region_code))
    links = [_link(row) for row in found.select_related("region", "practitioner__institution")]
    order = list(ResponsibilityStep)
    return sorted(links, key=lambda link: (order.index(link.step), link.region_code, link.starts_on))


def _link(row: Responsibility) -> ChainLink:
    return ChainLink(
        step=row.step,
        region_code=row.region_id,
        region_name=row.region.name,
        practitioner_id=row.practitioner_id,
        practitioner_name=row.practitioner.name,
        institution_name=row.practitioner.institution.name,
        starts_on=row.starts_on,
    )
