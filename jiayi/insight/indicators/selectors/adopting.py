"""What an adoption would change for coverage: who counts in each population, the targets, and the gap in persons."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook.schema import Indicator
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import ProposedAdoption, StacksIf

from .coverage import Count, counted_by_rules, counted_now
from .regions import PART_DIGITS, require_region, rules_of
from .targets import indicators_of, target_of_indicator

Stack = tuple[str, ...]
Counts = Mapping[tuple[str, str], Count]  # by region and population


@dataclass(frozen=True, slots=True)
class CoverageSide:
    """A population under one stack: persons, those signed, the target (a share) where a document sets one."""

    persons: int
    signed: int
    target: float | None

    @property
    def rate(self) -> float | None:
        return self.signed / self.persons if self.persons else None

    @property
    def gap(self) -> int | None:
        """Persons still to be signed to reach the target; None without a target."""
        if self.target is None:
            return None
        return max(math.ceil(round(self.target * self.persons, 6)) - self.signed, 0)


@dataclass(frozen=True, slots=True)
class CoverageIf:
    """One indicator in one region, as things are decided now and with the adoption."""

    region_code: str
    indicator: str
    before: CoverageSide
    after: CoverageSide


def coverage_if(viewer: Viewer, proposed: ProposedAdoption, *, on: date) -> list[CoverageIf]:
    """Every indicator of coverage for the region and each of its parts; people as of `on`, rules of the first day.

    An indicator without people and without a target on either side is left out. Seconds for a large county.
    """
    code = proposed.region_code
    require_region(viewer, code)
    digits = PART_DIGITS.get(len(code), len(code))
    villages = organization.stacks_if(organization.village_schemes(code, on), proposed)
    rules = [
        rules_of({village: getattr(stacks, side) for village, stacks in villages.items()}, proposed.starts_on)
        for side in ("before", "after")
    ]
    before, after = (_with_the_whole(code, counts) for counts in _counts(code, rules, on, digits))
    regions = [code, *sorted({village[:digits] for village in villages} - {code})]
    stacks = organization.stacks_if(regions, proposed)
    rows = [
        _row(region, indicator, stacks[region], before, after, proposed.starts_on)
        for indicator in indicators_of("coverage")
        for region in regions
    ]
    return [row for row in rows if row.before.persons or row.after.persons]


def _counts(code: str, rules: list[list[dict[str, Any]]], on: date, digits: int) -> list[dict[tuple[str, str], Count]]:
    """By part and population on both sides, from one reading unless the sides count deliveries differently."""
    days = [{rule["region_code"]: rule["maternal_days"] for rule in side} for side in rules]
    if days[0] == days[1]:
        return counted_by_rules(code, on, rules, digits=digits)
    return [counted_now(code, on, side, digits=digits) for side in rules]


def _with_the_whole(code: str, parts: dict[tuple[str, str], Count]) -> dict[tuple[str, str], Count]:
    """And under the region's own code the sum of its parts."""
    whole: dict[tuple[str, str], Count] = {}
    for (_part, population), count in parts.items():
        whole[code, population] = whole.get((code, population), Count()).plus(count)
    return parts | whole


def _row(region: str, indicator: Indicator, stacks: StacksIf, before: Counts, after: Counts, day: date) -> CoverageIf:
    def side(schemes: Stack, counts: Counts) -> CoverageSide:
        count = counts.get((region, indicator.population), Count())
        persons, _rate = count.among(indicator.among)
        target = target_of_indicator(indicator.indicator, day, schemes)
        return CoverageSide(persons, count.signed, target.value if target else None)

    return CoverageIf(region, indicator.indicator, side(stacks.before, before), side(stacks.after, after))
