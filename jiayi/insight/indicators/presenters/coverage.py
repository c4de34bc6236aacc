"""The page of a region's coverage: cards, checks, the parts, the teams."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import add_months
from jiayi.insight.indicators import selectors
from jiayi.insight.indicators.models import CoverageSnapshot
from jiayi.insight.indicators.selectors import Count, target_of, target_of_indicator
from jiayi.registry.organization import selectors as organization

from .rows import CoverageRow, YearCheck, year_checks

_NONE = Count()


@dataclass(frozen=True)
class CoveragePage:
    """Everything that one page of coverage shows."""

    snapshot: CoverageSnapshot
    population: str
    total: CoverageRow
    rows: list[CoverageRow]
    cards: list[CoverageRow]
    checks: list[YearCheck]
    teams: list[dict[str, Any]]


@dataclass(frozen=True)
class Days:
    """The current snapshot and the one of a year before, where there is one."""

    now: CoverageSnapshot
    last_year: CoverageSnapshot | None

    @property
    def both(self) -> list[CoverageSnapshot]:
        return [one for one in (self.now, self.last_year) if one]


def current_days() -> Days | None:
    """The days that pages compare, or None before the first computation."""
    snapshot = selectors.current_snapshot()
    if snapshot is None:
        return None
    return Days(snapshot, selectors.snapshot_on(add_months(snapshot.as_of, -12)))


def coverage_page(viewer: Viewer, code: str, population: str, language: str) -> CoveragePage | None:
    """Coverage of a region by its parts, or None before the first computation."""
    days = current_days()
    if days is None:
        return None
    own = selectors.coverage(viewer, code, digits=len(code), snapshots=days.both)
    parts = _parts(viewer, code, days, population)
    names = organization.region_names({code} | {part for part, _snapshot, _population in parts})
    stacks = organization.schemes_of({code, *names}, days.now.as_of)
    indicator = selectors.indicator_of(population)

    def row(row_code: str, counts: dict) -> CoverageRow:
        target = target_of(population, days.now.as_of, stacks[row_code])
        among = indicator.among if indicator else "residents"
        return _row(row_code, names.get(row_code, row_code), counts, population, days, target, among)

    cards, checks = _cards(code, own, days, stacks[code], language)
    return CoveragePage(
        days.now,
        population,
        row(code, own),
        [row(part, parts) for part in sorted(names) if part != code],
        cards,
        checks,
        _teams(viewer, code, population, days.now),
    )


def _row(
    code: str, name: str, counts: dict, population: str, days: Days, target: selectors.Target | None, among: str
) -> CoverageRow:
    before = counts.get((code, days.last_year.pk, population), _NONE) if days.last_year else _NONE
    url = reverse("indicators:coverage", args=[code]) + f"?population={population}"
    return CoverageRow(code, name, counts.get((code, days.now.pk, population), _NONE), before, target, url, among)


def _cards(
    code: str, own: dict, days: Days, schemes: tuple[str, ...], language: str
) -> tuple[list[CoverageRow], list[YearCheck]]:
    """A card for each indicator with somebody in its denominator, and the checks of how they developed."""
    cards, checks = [], []
    for indicator in selectors.indicators_of("coverage"):
        target = target_of_indicator(indicator.indicator, days.now.as_of, schemes)
        card = _row(code, indicator.label(language), own, indicator.population, days, target, indicator.among)
        if card.denominator:
            cards.append(card)
            checks += year_checks(card, indicator.checks, days.now.as_of, schemes)
    return cards, checks


def _parts(viewer: Viewer, code: str, days: Days, population: str) -> dict:
    digits = selectors.PART_DIGITS.get(len(code))
    if digits is None:
        return {}
    return selectors.coverage(viewer, code, digits=digits, snapshots=days.both, populations=[population])


def _teams(viewer: Viewer, code: str, population: str, snapshot: CoverageSnapshot) -> list[dict[str, Any]]:
    counted = selectors.coverage_by_team(viewer, code, population, snapshot)
    titles = organization.team_titles(team for team, _signed in counted)
    return [
        {"id": team, "name": name, "institution": institution, "signed": signed}
        for team, signed in counted
        for name, institution in [titles.get(team, ("—", ""))]
    ]
