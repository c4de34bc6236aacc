"""Key populations once in the total and once by class, with the arithmetic that connects the two."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import RulebookView, rulebook
from jiayi.insight.indicators import selectors
from jiayi.insight.indicators.models import CoverageSnapshot
from jiayi.insight.indicators.rules import MOST_KEY_CLASSES
from jiayi.insight.indicators.selectors import Count, Target, target_of
from jiayi.insight.indicators.terms import HYPERTENSION_DIABETES, KEY, KEY_IN
from jiayi.registry.organization import selectors as organization

from .coverage import Days, current_days
from .rows import CoverageRow

KEY_LIST = "group.key_list"
CONTEXT = ("coverage.national_signed_persons", "coverage.national_key_share")


@dataclass(frozen=True)
class Overlap:
    """Persons who are in exactly so many classes (`is_open`: or more)."""

    classes: int
    is_open: bool
    count: Count


@dataclass(frozen=True)
class GroupsPage:
    """The total, the classes, how the classes overlap, and the lists of the schemes."""

    snapshot: CoverageSnapshot
    total: CoverageRow
    rows: list[CoverageRow]
    overlaps: list[Overlap]
    lists: list[dict[str, Any]]
    context: list[dict[str, Any]]

    @property
    def memberships(self) -> int:
        """The classes added up: a person is in it once for each class."""
        return sum(row.now.residents for row in self.rows)

    @property
    def signed_memberships(self) -> int:
        return sum(row.now.signed for row in self.rows)


def groups_page(viewer: Viewer, code: str, language: str) -> GroupsPage | None:
    """Key populations of a region by class, or None before the first computation."""
    days = current_days()
    if days is None:
        return None
    schemes = tuple(organization.schemes_for(code, days.now.as_of))
    own = selectors.coverage(
        viewer, code, digits=len(code), snapshots=days.both, populations=[KEY, *_overlap_populations()]
    )
    now = selectors.coverage_by_class(viewer, code, days.now)
    before = selectors.coverage_by_class(viewer, code, days.last_year) if days.last_year else {}
    name = organization.region_names({code}).get(code, code)
    total = CoverageRow(
        code,
        name,
        _count(own, code, days, KEY),
        _count(own, code, days, KEY, last_year=True),
        target_of(KEY, days.now.as_of, schemes),
    )
    rows = [
        CoverageRow(
            group,
            rulebook().groups[group].label(language),
            now[group],
            before.get(group, Count()),
            _class_target(group, days, schemes),
            reverse("indicators:coverage", args=[code]) + f"?population={group}",
        )
        for group in rulebook().open_groups
        if group in now
    ]
    return GroupsPage(
        days.now,
        total,
        rows,
        [
            Overlap(number, number == MOST_KEY_CLASSES, _count(own, code, days, f"{KEY_IN}{number}"))
            for number in range(1, MOST_KEY_CLASSES + 1)
        ],
        _lists(code, days),
        _context(days, schemes),
    )


def _overlap_populations() -> list[str]:
    return [f"{KEY_IN}{number}" for number in range(1, MOST_KEY_CLASSES + 1)]


def _count(counts: dict, code: str, days: Days, population: str, *, last_year: bool = False) -> Count:
    snapshot = days.last_year if last_year else days.now
    return counts.get((code, snapshot.pk, population), Count()) if snapshot else Count()


def _class_target(group: str, days: Days, schemes: tuple[str, ...]) -> Target | None:
    """A class's own target; hypertension and diabetes have one together."""
    population = HYPERTENSION_DIABETES if group in ("hypertension", "diabetes") else group
    return target_of(population, days.now.as_of, schemes)


def _lists(code: str, days: Days) -> list[dict[str, Any]]:
    """Each list in force in the region's villages, with how many villages follow it and where it is written."""
    stacks: dict[tuple[str, ...], int] = {}
    for stack in organization.village_schemes(code, days.now.as_of).values():
        stacks[stack] = stacks.get(stack, 0) + 1
    found: dict[str, dict[str, Any]] = {}
    for stack, villages in stacks.items():
        view = RulebookView(days.now.as_of, stack)
        view.get(KEY_LIST)
        for reason in view.values_read(except_for=set()):
            entry = found.setdefault(str(reason.source), {"villages": 0, "reasons": [reason.as_dict()]})
            entry["villages"] += villages
    return sorted(found.values(), key=lambda one: -one["villages"])


def _context(days: Days, schemes: tuple[str, ...]) -> list[dict[str, Any]]:
    """What a document tells of the nation, which is no target (S1-17)."""
    view = RulebookView(days.now.as_of, schemes)
    for key in CONTEXT:
        view.get(key)
    return [reason.as_dict() for reason in view.values_read(except_for=set())]
