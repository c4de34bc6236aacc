"""How a rate developed: by month, and by part of the region."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import closes_month
from jiayi.insight.indicators import selectors
from jiayi.insight.indicators.models import CoverageSnapshot
from jiayi.insight.indicators.selectors import target_of, target_of_indicator
from jiayi.insight.indicators.terms import Measure
from jiayi.registry.organization import selectors as organization

from .renewal import INDICATORS
from .rows import Change, change_between

COVERAGE = "coverage"
MONTHS_SHOWN = 13
POINTS = 37


@dataclass(frozen=True)
class Point:
    """A rate on one day."""

    on: date
    rate: float | None
    counted: int
    reached: int


@dataclass(frozen=True)
class GridRow:
    """One part's rates over the days of the grid, with the change from the first to the last."""

    code: str
    name: str
    rates: list[float | None]
    change: Change | None
    url: str


@dataclass(frozen=True)
class TrendPage:
    """The points of the region and the grid of its parts."""

    measure: str
    points: list[Point]
    days: list[date]
    rows: list[GridRow]
    target: float | None


def measures() -> dict[str, str]:
    """What may be followed."""
    return {COVERAGE: _("签约覆盖率"), str(Measure.RENEWAL_ROLLING): _("续签率（近12个月）")}


def trend_page(viewer: Viewer, code: str, measure: str, population: str, *, by_day: bool) -> TrendPage | None:
    """The kept month ends and the current day (or every kept day of late), or None before the first computation."""
    shown = _shown(selectors.kept_snapshots(viewer, code), by_day=by_day)
    if not shown:
        return None
    own = _counts(viewer, code, measure, population, len(code), shown)
    points = [_point(one, own.get((code, one.pk))) for one in shown]
    grid = shown[-MONTHS_SHOWN:]
    target = _target(measure, population, shown[-1].as_of, organization.schemes_for(code, shown[-1].as_of))
    rows = _grid(viewer, code, measure, population, grid)
    return TrendPage(measure, points, [one.as_of for one in grid], rows, target.value if target else None)


def _shown(kept: Sequence[CoverageSnapshot], *, by_day: bool) -> list[CoverageSnapshot]:
    """Month ends and the current one; by day the last POINTS that are kept."""
    if by_day:
        return list(kept)[-POINTS:]
    return [one for one in kept if one.is_current or closes_month(one.as_of)][-POINTS:]


def _counts(
    viewer: Viewer, code: str, measure: str, population: str, digits: int, snapshots: list[CoverageSnapshot]
) -> dict[tuple[str, int], tuple[int, int]]:
    """(counted, reached) by part and snapshot."""
    asked: dict[str, Any] = {"digits": digits, "snapshots": snapshots, "populations": [population]}
    if measure == COVERAGE:
        found = selectors.coverage(viewer, code, **asked)
        return {(part, snapshot): (one.residents, one.signed) for (part, snapshot, _p), one in found.items()}
    tallies = selectors.outcomes(viewer, code, measure, **asked)
    return {(part, snapshot): (one.counted, one.reached) for (part, snapshot, _p), one in tallies.items()}


def _point(snapshot: CoverageSnapshot, count: tuple[int, int] | None) -> Point:
    counted, reached = count or (0, 0)
    return Point(snapshot.as_of, reached / counted if counted else None, counted, reached)


def _grid(viewer: Viewer, code: str, measure: str, population: str, snapshots: list[CoverageSnapshot]) -> list[GridRow]:
    digits = selectors.PART_DIGITS.get(len(code))
    if digits is None:
        return []
    counts = _counts(viewer, code, measure, population, digits, snapshots)
    names = organization.region_names({part for part, _snapshot in counts})
    rows = []
    for part in sorted(names):
        rates = [_point(one, counts.get((part, one.pk))).rate for one in snapshots]
        known = [rate for rate in rates if rate is not None]
        change = change_between(known[-1], known[0]) if len(known) > 1 else None
        url = reverse("indicators:trend", args=[part]) + f"?measure={measure}&population={population}"
        rows.append(GridRow(part, names[part], rates, change, url))
    return rows


def _target(measure: str, population: str, on: date, schemes: Sequence[str]) -> Any:
    if measure == COVERAGE:
        return target_of(population, on, schemes)
    return target_of_indicator(INDICATORS[Measure(measure)], on, schemes)
