"""Coverage in words, rows and charts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.choices import Sex
from jiayi.foundation.core.dates import add_months
from jiayi.foundation.rulebook import rulebook
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people

from . import selectors
from .models import CoverageSnapshot
from .selectors import Count, Target, target_of
from .terms import ALL, HYPERTENSION_DIABETES, KEY, SPECIAL

_CHILD_DIGITS = {0: 6, 2: 4, 4: 6, 6: 9, 9: 12}
_NONE = Count()
_AXIS = {"color": "#374151"}


@dataclass(frozen=True)
class CoverageRow:
    """One region's coverage beside its target and last year's level."""

    code: str
    name: str
    now: Count
    last_year: Count
    target: Target | None
    url: str = ""

    @property
    def change(self) -> float | None:
        if self.now.rate is None or self.last_year.rate is None:
            return None
        return self.now.rate - self.last_year.rate

    @property
    def reaches_target(self) -> bool | None:
        if self.target is None or self.now.rate is None:
            return None
        return self.now.rate >= self.target.value

    @property
    def has_fallen(self) -> bool:
        return self.change is not None and self.change < 0


def population_label(population: str, language: str) -> str:
    """A population's name: the combined ones here, groups as the rulebook names them."""
    combined = {
        ALL: _("全部居民"),
        KEY: _("重点人群"),
        HYPERTENSION_DIABETES: _("高血压和糖尿病"),
        SPECIAL: _("特殊人群"),
    }
    if population in combined:
        return combined[population]
    group = rulebook().groups.get(population)
    return group.label(language) if group else population


def population_choices(language: str) -> list[tuple[str, str]]:
    """Combined populations first, then every group of the rulebook."""
    codes = [ALL, KEY, HYPERTENSION_DIABETES, SPECIAL, *rulebook().groups]
    return [(code, population_label(code, language)) for code in codes]


@dataclass(frozen=True)
class CoveragePage:
    """Everything that one page of coverage shows."""

    snapshot: CoverageSnapshot
    population: str
    total: CoverageRow
    rows: list[CoverageRow]
    cards: list[CoverageRow]
    teams: list[dict[str, Any]]


def coverage_page(viewer: Viewer, code: str, population: str, language: str) -> CoveragePage | None:
    """Coverage of a region by its parts, or None before the first computation."""
    snapshot = selectors.current_snapshot()
    if snapshot is None:
        return None
    last_year = selectors.snapshot_on(add_months(snapshot.as_of, -12))
    both = [one for one in (snapshot, last_year) if one]
    own = selectors.coverage(viewer, code, digits=len(code), snapshots=both)
    name = organization.region_names({code}).get(code, code)

    parts = _parts(viewer, code, both, population)
    names = organization.region_names({part for part, _snapshot, _population in parts})
    stacks = organization.schemes_of({code, *names}, snapshot.as_of)

    def row(row_code: str, row_name: str, counts: dict, which: str) -> CoverageRow:
        url = reverse("indicators:coverage", args=[row_code]) + f"?population={which}"
        before = counts.get((row_code, last_year.pk, which), _NONE) if last_year else _NONE
        target = target_of(which, snapshot.as_of, stacks[row_code])
        return CoverageRow(row_code, row_name, counts.get((row_code, snapshot.pk, which), _NONE), before, target, url)

    return CoveragePage(
        snapshot,
        population,
        row(code, name, own, population),
        [row(part, names[part], parts, population) for part in sorted(names)],
        [
            row(code, indicator.label(language), own, indicator.population)
            for indicator in rulebook().indicators.values()
        ],
        _teams(viewer, code, population, snapshot),
    )


def _parts(viewer: Viewer, code: str, snapshots: list[CoverageSnapshot], population: str) -> dict:
    digits = _CHILD_DIGITS.get(len(code))
    if digits is None:
        return {}
    return selectors.coverage(viewer, code, digits=digits, snapshots=snapshots, populations=[population])


def _teams(viewer: Viewer, code: str, population: str, snapshot: CoverageSnapshot) -> list[dict[str, Any]]:
    counted = selectors.coverage_by_team(viewer, code, population, snapshot)
    facts = organization.team_facts_of([team for team, _signed in counted], snapshot.as_of)
    return [
        {
            "name": facts[team].name if team in facts else "—",
            "institution": facts[team].institution_name if team in facts else "",
            "id": team,
            "signed": signed,
        }
        for team, signed in counted
    ]


def person_rows(viewer: Viewer, ids: Sequence[UUID], on: date, language: str) -> list[dict[str, Any]]:
    """Rows of persons in the order of their ids; whom the viewer may not see by name is left out."""
    visible = {one.id: one for one in people.residents(viewer).filter(id__in=ids)}
    facts = people.facts_of(visible, on)
    groups = rulebook().groups
    return [
        {
            "id": one,
            "name": visible[one].name,
            "sex": Sex(visible[one].sex).label(language),
            "age": facts[one].age,
            "address": visible[one].address,
            "groups": [groups[code].label(language) for code in facts[one].groups if code in groups],
        }
        for one in ids
        if one in visible
    ]


def persons_url(code: str, population: str, standing: str) -> str:
    """Where the persons behind a count are listed."""
    return reverse("indicators:persons", args=[code]) + f"?population={population}&standing={standing}"


def coverage_chart(rows: Sequence[CoverageRow]) -> dict[str, Any]:
    """Bars of the rates by region with last year's level as dots and the target as a line."""
    bars = [{"value": _hundred(row.now.rate), "url": row.url} for row in rows]
    targets = {row.target.value for row in rows if row.target}
    line = [{"yAxis": round(value * 100, 1), "name": _("目标")} for value in sorted(targets)]
    return {
        "tooltip": {"trigger": "axis"},
        "legend": {"data": [_("签约率"), _("上年同期")], "top": 0, "right": 24},
        "grid": {"left": 48, "right": 24, "top": 40, "bottom": 72},
        "xAxis": {
            "type": "category",
            "data": [row.name for row in rows],
            "axisLabel": {**_AXIS, "rotate": 40, "interval": 0, "hideOverlap": True},
        },
        "yAxis": {"type": "value", "min": 0, "max": 100, "axisLabel": {**_AXIS, "formatter": "{value} %"}},
        "series": [
            {
                "name": _("签约率"),
                "type": "bar",
                "barMaxWidth": 32,
                "itemStyle": {"color": "#0a6492"},
                "data": bars,
                "markLine": {
                    "symbol": "none",
                    "lineStyle": {"color": "#b42318"},
                    "data": line,
                    "label": {"formatter": "{b} {c} %", "position": "insideEndTop"},
                },
            },
            {
                "name": _("上年同期"),
                "type": "scatter",
                "symbol": "diamond",
                "symbolSize": 11,
                "itemStyle": {"color": "#f59f00", "borderColor": "#fff", "borderWidth": 1},
                "data": [_hundred(row.last_year.rate) for row in rows],
            },
        ],
    }


def _hundred(rate: float | None) -> float | None:
    return None if rate is None else round(rate * 100, 1)
