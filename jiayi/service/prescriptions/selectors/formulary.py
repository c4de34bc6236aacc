"""A county's formulary, what institutions keep of it, and how far it is the hospital's."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import SystemViewer, Viewer
from jiayi.foundation.rulebook import find_value
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import InstitutionLevel
from jiayi.service.prescriptions import permissions
from jiayi.service.prescriptions.models import FormularyBatch, FormularyLine, InstitutionDrug

from .stock import institutions_with_stock

TARGET = "formulary.match_target"
COUNTY_DIGITS = 6


@dataclass(frozen=True)
class Match:
    """How many of the county hospital's long-term drugs a primary institution keeps."""

    institution: Any
    kept: int  # lines of its own formulary
    wanted: int  # drugs of the hospital
    shared: int

    @property
    def rate(self) -> float | None:
        return self.shared / self.wanted if self.wanted else None


def county_of(region_code: str) -> str:
    """The county that a region lies in."""
    return region_code[:COUNTY_DIGITS]


def lines_of_county(region_code: str) -> QuerySet[FormularyLine]:
    """The lines in use of the county of a region, by name."""
    rows = FormularyLine.objects.filter(region=county_of(region_code), is_withdrawn=False)
    return rows.order_by("name", "strength", "id")


def formulary(viewer: Viewer, region_code: str) -> QuerySet[FormularyLine]:
    """A county's formulary for whoever may see stock in it."""
    if not viewer.can(permissions.STOCK_READ):
        raise NotVisible
    if not any(one.startswith(county_of(region_code)) for one in _counties(viewer)):
        raise NotVisible
    return lines_of_county(region_code)


def counties_of(viewer: Viewer) -> list[Any]:
    """The counties in which the viewer's institutions lie."""
    return list(organization.regions(SystemViewer()).filter(code__in=sorted(_counties(viewer))))


def lines_for_institution(viewer: Viewer, institution_id: UUID) -> tuple[Any, QuerySet[FormularyLine]]:
    """The county's lines, each with whether the institution keeps it. NotVisible out of reach."""
    institution = institutions_with_stock(viewer).filter(pk=institution_id).first()
    if institution is None:
        raise NotVisible
    kept = InstitutionDrug.objects.filter(institution_id=institution_id, line_id=OuterRef("pk"))
    return institution, lines_of_county(institution.region_id).annotate(is_kept=Exists(kept))


def batches(viewer: Viewer) -> QuerySet[FormularyBatch]:
    """Workbooks of counties whose formulary the viewer keeps, the latest first."""
    prefixes = viewer.scope(permissions.FORMULARY)
    rows = FormularyBatch.objects.select_related("region").defer("rows", "rejects", "former").order_by("-created_at")
    if prefixes.everything:
        return rows
    return rows.filter(region__in=[one for one in prefixes.region_prefixes if len(one) == COUNTY_DIGITS])


def batch_for(viewer: Viewer, batch_id: UUID) -> FormularyBatch:
    """One workbook; NotVisible out of reach."""
    found = FormularyBatch.objects.select_related("region").filter(pk=batch_id).first()
    if found is None or not viewer.can(permissions.FORMULARY, found.region_id):
        raise NotVisible
    return found


def matches(viewer: Viewer, *, on: dt.date) -> list[Match]:
    """Each township institution within reach against the county hospital's long-term drugs; the worst first."""
    institutions = list(institutions_with_stock(viewer).filter(level=InstitutionLevel.TOWNSHIP))
    counties = {county_of(one.region_id) for one in institutions}
    hospitals = {county: list(_hospitals(county)) for county in counties}
    wanted = {county: _drugs(ids) for county, ids in hospitals.items()}
    kept = _kept([one.pk for one in institutions])
    found = []
    for one in institutions:
        drugs = wanted[county_of(one.region_id)]
        found.append(Match(one, kept[one.pk][0], len(drugs), len(drugs & kept[one.pk][1])))
    return sorted(found, key=lambda one: (one.rate if one.rate is not None else 2, one.institution.code))


def match_target(region_code: str, on: dt.date) -> float | None:
    """From which share on an institution's formulary matches; None where nothing is set."""
    found = find_value(TARGET, on, organization.schemes_for(region_code, on))
    return found.value if found else None


def _hospitals(county: str) -> list[UUID]:
    rows = organization.institutions(SystemViewer(), region=county, level="county", is_open=True)
    return list(rows.values_list("pk", flat=True))


def _drugs(institution_ids: Collection[UUID]) -> set[str]:
    rows = InstitutionDrug.objects.filter(
        institution__in=list(institution_ids), line__is_withdrawn=False, line__is_long_term=True
    )
    return set(rows.values_list("line__drug", flat=True))


def _kept(institution_ids: Collection[UUID]) -> dict[UUID, tuple[int, set[str]]]:
    found: dict[UUID, tuple[int, set[str]]] = defaultdict(lambda: (0, set()))
    rows = InstitutionDrug.objects.filter(institution__in=list(institution_ids), line__is_withdrawn=False)
    for institution, drug in rows.values_list("institution_id", "line__drug"):
        count, drugs = found[institution]
        found[institution] = (count + 1, drugs | {drug})
    return found


def _counties(viewer: Viewer) -> set[str]:
    regions = institutions_with_stock(viewer).order_by().values_list("region_id", flat=True).distinct()
    return {county_of(code) for code in regions}
