"""Coverage on the first page: the viewer's own area against the targets of its schemes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.signs import joined
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.charts import BLUE, bars, names_axis, percent_axis, target_line
from jiayi.insight.indicators import selectors as indicators
from jiayi.insight.indicators.terms import ALL
from jiayi.registry.organization import selectors as organization
from jiayi.surfaces.workstation.permissions import COVERAGE_READ

from .cards import Card


@dataclass(frozen=True)
class CoveragePanel:
    """A region's coverage by its parts, with the day it was counted."""

    code: str
    region: str
    as_of: date
    computed_at: Any
    cards: list[Card]
    chart: dict[str, Any] | None
    summary: str


def coverage_panel(viewer: Viewer, on: date, language: str) -> CoveragePanel | None:
    """The widest region of the viewer; None without the permission, a region, or a first count."""
    snapshot = indicators.current_snapshot() if viewer.can(COVERAGE_READ) else None
    code = _home_region(viewer)
    if snapshot is None or not code:
        return None
    schemes = organization.schemes_for(code, on)
    own = indicators.coverage(viewer, code, digits=len(code), snapshots=[snapshot])
    counts = {population: count for (_code, _snapshot, population), count in own.items()}
    region = organization.region_for(viewer, code)
    chart, summary = _chart(viewer, code, snapshot, _target(ALL, on, schemes))
    return CoveragePanel(
        code=code,
        region=region.name,
        as_of=snapshot.as_of,
        computed_at=snapshot.computed_at,
        cards=_cards(code, counts, on, schemes, language),
        chart=chart,
        summary=summary,
    )


def _home_region(viewer: Viewer) -> str:
    try:
        return indicators.home_region(viewer)
    except NotVisible:
        return ""


def _target(population: str, on: date, schemes: Sequence[str]) -> float | None:
    found = indicators.target_of(population, on, schemes)
    return found.value if found else None


def _cards(code: str, counts: Mapping[str, Any], on: date, schemes: Sequence[str], language: str) -> list[Card]:
    """A card for each indicator with people and a target, and for everybody: the share, whether it is reached."""
    cards = []
    for indicator in indicators.indicators_of("coverage"):
        count = counts.get(indicator.population)
        if count is None or count.rate is None:
            continue
        target = _target(indicator.population, on, schemes)
        if target is None and indicator.population != ALL:
            continue
        denominator, rate = count.among(indicator.among)
        sign, colour = _sign(rate or 0, target)
        cards.append(
            Card(
                label=indicator.label(language),
                value=_percent(rate or 0),
                note=_note(count.signed, denominator, rate or 0, target),
                icon=sign,
                colour=colour,
                url=reverse("indicators:coverage", args=[code]) + f"?population={indicator.population}",
            )
        )
    return cards


def _sign(rate: float, target: float | None) -> tuple[str, str]:
    if target is None:
        return "chart-bar", "azure"
    return ("circle-check", "green") if rate >= target else ("target-arrow", "yellow")


def _note(signed: int, denominator: int, rate: float, target: float | None) -> str:
    words = {"signed": f"{signed:,}", "residents": f"{denominator:,}"}
    shown = _("%(signed)s / %(residents)s 人") % words
    if target is None:
        return shown
    told = _("目标 %(target)s") if rate < target else _("目标 %(target)s，已达到")
    return f"{shown} · {told % {'target': _percent(target)}}"


def _percent(share: float) -> str:
    return f"{share * 100:.1f}\N{NO-BREAK SPACE}%"


def _chart(viewer: Viewer, code: str, snapshot: Any, target: float | None) -> tuple[dict[str, Any] | None, str]:
    """Bars of the parts, each a link to its own page; the target as a line; and the same in words."""
    digits = indicators.PART_DIGITS.get(len(code))
    if digits is None:
        return None, ""
    found = indicators.coverage(viewer, code, digits=digits, snapshots=[snapshot], populations=[ALL])
    rates = {part: count.rate for (part, _snapshot, _population), count in found.items() if count.rate is not None}
    names = organization.region_names(set(rates))
    order = sorted(rates, key=lambda part: rates[part], reverse=True)
    parts = [
        {"value": round(rates[part] * 100, 1), "url": reverse("indicators:coverage", args=[part])} for part in order
    ]
    line = target_line(_("目标"), [] if target is None else [target])
    option = {
        "tooltip": {"trigger": "axis"},
        "grid": {"left": 48, "right": 24, "top": 24, "bottom": 72},
        "xAxis": names_axis([names.get(part, part) for part in order]),
        "yAxis": percent_axis(),
        "series": [bars(_("签约率"), BLUE, parts, markLine=line)],
    }
    words = joined(f"{names.get(part, part)} {_percent(rates[part])}" for part in order)
    return (option, words) if order else (None, "")
