"""The board of a region: each indicator beside its target, by part of the region and by who does the work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook.schema import Indicator
from jiayi.insight.indicators import selectors
from jiayi.insight.indicators.selectors import PART_DIGITS, Period, Rate
from jiayi.registry.organization import selectors as organization

from .scores import REGION, Score, score_of, troubles_first

_LEVEL_OF_DIGITS = {6: "county", 9: "township", 12: "village"}
BY = ("parts", "institution", "team", "doctor")


@dataclass(frozen=True)
class BoardPage:
    """The cards (missed targets first), those without data, the grid of parts and the league of teams."""

    periods: list[Period]
    cards: list[Score]
    without: list[Score]
    heads: list[Score]
    grid: list[dict[str, Any]]
    league: list[dict[str, Any]]

    @property
    def as_of(self) -> date:
        return self.periods[0].as_of


def board_page(viewer: Viewer, code: str, period: str, language: str) -> BoardPage | None:
    """The board of a region in a month ("": the newest), or None before facts are built."""
    periods = selectors.periods_of(code, period)
    if not periods:
        return None
    on = periods[0].as_of
    codes = [one.indicator for one in selectors.evaluated()]
    part = part_level(code)
    levels = [REGION, "team", *([part] if part else [])]
    rates = selectors.rates(viewer, code, periods, codes, levels)
    schemes = organization.schemes_for(code, on)
    scores = [score_of(one, rates.get((one, REGION, ""), Rate(0, 0)), code, on, language, schemes) for one in codes]
    cards = sorted((one for one in scores if not one.needs), key=troubles_first)
    heads = [one for one in cards if one.target][:8]
    return BoardPage(
        periods,
        cards,
        [one for one in scores if one.needs],
        heads,
        _grid(rates, part, heads, code, on, language) if part else [],
        _league(viewer, rates, heads, code, on, language, schemes),
    )


def part_level(code: str) -> str:
    """The level of a region's parts; "" of a village."""
    return _LEVEL_OF_DIGITS.get(PART_DIGITS.get(len(code), 0), "county" if len(code) < 6 else "")


def rows_by(
    viewer: Viewer, code: str, indicator: Indicator, by: str, periods: Sequence[Period], language: str
) -> list[dict[str, Any]]:
    """One indicator by the parts of a region, or by institution, team or doctor; the worst first."""
    level = part_level(code) if by == "parts" else by
    if not level or not periods:
        return []
    on = periods[0].as_of
    found = selectors.rates(viewer, code, periods, [indicator.indicator], [level])
    places = [place for (_code, _level, place) in found]
    names = names_of(viewer, level, places, on)
    schemes = organization.schemes_of({code, *(places if by == "parts" else ())}, on)
    rows = []
    for (one, _level, place), rate in found.items():
        region = place if by == "parts" else code
        score = score_of(one, rate, region, on, language, schemes[region])
        url = score.url if by == "parts" else ""
        persons = reverse("indicators:indicator_persons", args=[region, one])
        query = "" if by == "parts" else f"?level={level}&place={place}"
        rows.append(
            {"code": place, "name": names.get(place, place), "score": score, "url": url, "persons": persons + query}
        )
    return sorted(rows, key=lambda row: troubles_first(row["score"]))


def names_of(viewer: Viewer, level: str, places: Sequence[str], on: date) -> dict[str, str]:
    """The names of places of a level."""
    if level in ("county", "township", "village"):
        return organization.region_names(set(places))
    ids = {UUID(place) for place in places}
    if level == "team":
        return {str(one): facts.name for one, facts in organization.team_facts_of(ids, on).items()}
    found = (
        organization.institutions(viewer).filter(id__in=ids)
        if level == "institution"
        else organization.practitioners(viewer).filter(id__in=ids)
    )
    named = {str(one.id): one.name for one in found}
    return {place: named.get(place, _("（无权查看）")) for place in places}


def excluded_reasons() -> dict[str, str]:
    """Why somebody is left out."""
    return {"refused": _("登记拒签")}


def _grid(
    rates: dict[tuple[str, str, str], Rate], part: str, heads: Sequence[Score], code: str, on: date, language: str
) -> list[dict[str, Any]]:
    places = sorted({place for _one, level, place in rates if level == part})
    names, schemes = organization.region_names(set(places)), organization.schemes_of(places, on)
    return [
        {
            "name": names.get(place, place),
            "url": reverse("indicators:board", args=[place]),
            "cells": [
                score_of(
                    head.code, rates.get((head.code, part, place), Rate(0, 0)), place, on, language, schemes[place]
                )
                for head in heads
            ],
        }
        for place in places
    ]


def _league(
    viewer: Viewer,
    rates: dict[tuple[str, str, str], Rate],
    heads: Sequence[Score],
    code: str,
    on: date,
    language: str,
    schemes: Sequence[str],
) -> list[dict[str, Any]]:
    """Teams by how many targets they reach, then by the mean distance from them."""
    places = sorted({place for _one, level, place in rates if level == "team"})
    names = names_of(viewer, "team", places, on)
    rows = []
    for place in places:
        cells = [
            score_of(head.code, rates.get((head.code, "team", place), Rate(0, 0)), code, on, language, schemes)
            for head in heads
        ]
        counted = [one for one in cells if one.is_met is not None]
        gaps = [(one.value or 0) - one.target.value for one in counted if one.target]
        rows.append(
            {
                "name": names.get(place, place),
                "place": place,
                "cells": cells,
                "met": sum(bool(one.is_met) for one in counted),
                "counted": len(counted),
                "gap": sum(gaps) / len(gaps) if gaps else 0.0,
            }
        )
    return sorted(rows, key=lambda row: (-row["met"], -row["gap"], row["name"]))
