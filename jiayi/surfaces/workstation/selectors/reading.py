"""Adoptions tried out, and reports of community diagnosis: who may read them, and whether they still tell what is."""

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import ProposedAdoption
from jiayi.surfaces.workstation.models import AdoptionSimulation, CommunityReport
from jiayi.surfaces.workstation.permissions import COMMUNITY_WRITE, COVERAGE_READ, SCHEME_ADOPT
from jiayi.surfaces.workstation.terms import ReportState


@dataclass(frozen=True)
class Standing:
    """How a simulation stands today: worked out, its rules as they are now, its people how many days old."""

    is_computed: bool
    rules_hold: bool
    days_old: int
    is_adopted: bool

    @property
    def may_confirm(self) -> bool:
        return self.is_computed and self.rules_hold and not self.is_adopted


def simulations(viewer: Viewer, region_code: str = "") -> QuerySet[AdoptionSimulation]:
    """The simulations of regions that the viewer decides for, the latest first; of one region where it is named."""
    found = AdoptionSimulation.objects.filter(_regions(viewer, SCHEME_ADOPT)).select_related("region").order_by("-id")
    return found.filter(region_id=region_code) if region_code else found


def simulation_for(viewer: Viewer, simulation_id: UUID) -> AdoptionSimulation:
    """One of them, or NotVisible."""
    found = simulations(viewer).filter(pk=simulation_id).first()
    if found is None:
        raise NotVisible
    return found


def proposal_of(simulation: AdoptionSimulation) -> ProposedAdoption:
    """What was asked."""
    return ProposedAdoption(simulation.region_id, tuple(simulation.schemes), simulation.starts_on)


def standing_of(simulation: AdoptionSimulation, today: dt.date) -> Standing:
    """Whether the result still holds: the rulebook and what is adopted on its first day are what they were."""
    is_computed = simulation.computed_at is not None
    return Standing(
        is_computed=is_computed,
        rules_hold=is_computed and basis_of(proposal_of(simulation)) == simulation.basis,
        days_old=(today - simulation.on).days,
        is_adopted=simulation.adopted_on is not None,
    )


def basis_of(proposed: ProposedAdoption) -> str:
    """A fingerprint of the rulebook and of every stack at and below the region on the proposal's first day."""
    villages = organization.village_schemes(proposed.region_code, proposed.starts_on)
    stacks: Sequence[object] = [
        organization.schemes_for(proposed.region_code, proposed.starts_on),
        sorted((code, list(schemes)) for code, schemes in villages.items()),
    ]
    return hashlib.sha256(json.dumps([rulebook().version, stacks]).encode()).hexdigest()


def community_reports(viewer: Viewer) -> QuerySet[CommunityReport]:
    """The reports of regions within reach, the latest first; drafts only for who writes there."""
    read, write = (_regions(viewer, permission) for permission in (COVERAGE_READ, COMMUNITY_WRITE))
    found = CommunityReport.objects.filter((read & ~Q(state=ReportState.DRAFT)) | write)
    return found.select_related("region").order_by("-year", "region_id", "-version", "id")


def community_report_for(viewer: Viewer, report_id: UUID, *, to_write: bool = False) -> CommunityReport:
    """One of them, or NotVisible; to write it, it must be in a region that the viewer writes for."""
    found = community_reports(viewer).filter(pk=report_id).first()
    if found is None or (to_write and not viewer.scope(COMMUNITY_WRITE).holds_region(found.region_id)):
        raise NotVisible
    return found


def _regions(viewer: Viewer, permission: str) -> Q:
    scope = viewer.scope(permission)
    reach = Q(pk__isnull=False) if scope.everything else Q(pk__in=[])  # an empty condition would vanish in an OR
    for prefix in scope.region_prefixes:
        reach |= Q(region__code__startswith=prefix)
    return reach
