"""The first page: what each post needs to see today, and nothing it may not."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.jobs import selectors as jobs
from jiayi.registry.organization import selectors as organization
from jiayi.service.agreements import selectors as agreements
from jiayi.surfaces.workstation.permissions import SCHEME_ADOPT, TEAM_WRITE

from .cards import Card
from .coverage import CoveragePanel, coverage_panel
from .offices import office_cards
from .teams import FullTeam, full_teams
from .values import scheme_label
from .worklist import Worklist, signing_cards, task_cards, visit_cards, worklist

MOST_INSTITUTIONS = 6


@dataclass(frozen=True)
class Gap:
    """An institution whose areas leave units without a team, or give them two."""

    institution: str
    gaps: list[str]
    overlaps: list[str]
    units: int


@dataclass(frozen=True)
class HomePage:
    """Cards first, then panels; what does not concern the viewer is None or empty."""

    cards: list[Card]
    worklist: Worklist | None
    coverage: CoveragePanel | None
    gaps: list[Gap]
    full_teams: list[FullTeam]
    schemes: list[str]
    runs: list[Any] = field(default_factory=list)

    @property
    def has_main(self) -> bool:
        """Whether anything stands beside the shortcuts."""
        return bool(self.worklist or self.coverage or self.is_empty)

    @property
    def is_empty(self) -> bool:
        return not (self.cards or self.worklist or self.coverage or self.gaps)


def home_page(viewer: Viewer, on: date, language: str, *, has_day: bool = False) -> HomePage:
    """The first page of a viewer on a day; above it stands the worklist where the viewer has one."""
    coverage = coverage_panel(viewer, on, language)
    managed = list(organization.managed_institutions(viewer, TEAM_WRITE)[:MOST_INSTITUTIONS])
    return HomePage(
        cards=_cards(viewer, on, has_day) + (coverage.cards if coverage else []),
        worklist=worklist(viewer, on, language),
        coverage=coverage,
        gaps=_gaps(viewer, managed, on),
        full_teams=_full_teams(viewer, managed, on),
        schemes=_schemes(viewer, on, language),
        runs=list(jobs.runs(viewer)[:3]),
    )


def _cards(viewer: Viewer, on: date, has_day: bool) -> list[Card]:
    due = [] if has_day else task_cards(viewer, on)
    return [*due, *signing_cards(viewer, on), *visit_cards(viewer, on), *office_cards(viewer, on)]


def _gaps(viewer: Viewer, institutions: list[Any], on: date) -> list[Gap]:
    """The partition of the institutions that the viewer draws areas for, those with faults only."""
    found = []
    for partition in organization.partitions_of(viewer, institutions, on):
        gaps = [unit.name for unit in partition.of_state("gap")]
        overlaps = [unit.name for unit in partition.of_state("overlap")]
        if gaps or overlaps:
            found.append(Gap(partition.institution.name, gaps, overlaps, len(partition.units)))
    return found


def _full_teams(viewer: Viewer, institutions: list[Any], on: date) -> list[FullTeam]:
    """Teams near or beyond a cap at the institutions where the viewer forms teams."""
    if not institutions:
        return []
    stacks = organization.schemes_of({institution.region_id for institution in institutions}, on)
    teams = list(organization.teams(viewer, on=on, is_open=True).filter(institution__in=institutions))
    counts = agreements.team_counts(viewer, [team.id for team in teams])
    found = []
    for institution in institutions:
        own = [team for team in teams if team.institution_id == institution.id]
        found += full_teams(own, counts, on, stacks[institution.region_id])
    return found


def _schemes(viewer: Viewer, on: date, language: str) -> list[str]:
    """The schemes in force where the viewer decides on them."""
    code = min(viewer.scope(SCHEME_ADOPT).region_prefixes, key=len, default="")
    return [scheme_label(name, language) for name in organization.schemes_for(code, on)] if code else []
