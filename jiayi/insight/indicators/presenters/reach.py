"""How far the service reaches: households, villages, institutions, and records of the elderly."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import RulebookView
from jiayi.insight.indicators import selectors
from jiayi.insight.indicators.models import CoverageSnapshot
from jiayi.insight.indicators.selectors import Tally, target_of_indicator
from jiayi.insight.indicators.terms import Measure
from jiayi.registry.organization import selectors as organization

from .coverage import Days, current_days
from .rows import OutcomeRow

MEASURES = (Measure.HOUSEHOLD, Measure.VILLAGE, Measure.INSTITUTION, Measure.RECORD)
WHOLE_BY = "coverage.whole_households_by"
_MOST_NAMED = 200


@dataclass(frozen=True)
class ReachPage:
    """A card for each indicator, a line for each part, and the places that are missing, by name."""

    snapshot: CoverageSnapshot
    cards: list[dict[str, Any]]
    rows: list[dict[str, Any]]
    villages: list[str]
    institutions: list[dict[str, Any]]
    by_year: list[dict[str, Any]]


def reach_page(viewer: Viewer, code: str, language: str) -> ReachPage | None:
    """The reach of the service in a region, or None before the first computation."""
    days = current_days()
    if days is None:
        return None
    digits = selectors.PART_DIGITS.get(len(code), len(code))
    tallies = {measure: _tallies(viewer, code, measure, digits, days) for measure in MEASURES}
    parts = sorted({part for found in tallies.values() for part, _snapshot in found if part != code})
    names = organization.region_names({code, *parts})
    stacks = organization.schemes_of({code, *parts}, days.now.as_of)

    def cells(part: str) -> list[OutcomeRow]:
        return [
            _row(part, names.get(part, part), tallies[measure], measure, days, stacks[part]) for measure in MEASURES
        ]

    unserved = selectors.unserved_villages(viewer, code, on=days.now.as_of)
    return ReachPage(
        days.now,
        [
            {"row": row, "label": _indicator(measure).label(language), "indicator": _indicator(measure)}
            for measure, row in zip(MEASURES, cells(code), strict=True)
        ],
        [_line(part, names[part], cells(part)) for part in parts if part in names],
        [name for _code, name in sorted(organization.region_names(set(unserved[:_MOST_NAMED])).items())],
        _absent(viewer, code, days),
        _by_year(days, stacks[code]),
    )


def _line(code: str, name: str, cells: list[OutcomeRow]) -> dict[str, Any]:
    return {"code": code, "name": name, "cells": cells, "url": reverse("indicators:reach", args=[code])}


def _tallies(viewer: Viewer, code: str, measure: Measure, digits: int, days: Days) -> dict[tuple[str, int], Tally]:
    found = selectors.outcomes(viewer, code, measure, digits=len(code), snapshots=days.both)
    if digits != len(code):
        found |= selectors.outcomes(viewer, code, measure, digits=digits, snapshots=days.both)
    return {(part, snapshot): tally for (part, snapshot, _population), tally in found.items()}


def _row(code: str, name: str, tallies: dict, measure: Measure, days: Days, schemes: tuple[str, ...]) -> OutcomeRow:
    before = tallies.get((code, days.last_year.pk), Tally()) if days.last_year else Tally()
    target = target_of_indicator(_indicator(measure).indicator, days.now.as_of, schemes)
    return OutcomeRow(code, name, tallies.get((code, days.now.pk), Tally()), before, target)


def _indicator(measure: Measure) -> Any:
    return selectors.indicators_of(measure)[0]


def _absent(viewer: Viewer, code: str, days: Days) -> list[dict[str, Any]]:
    ids = selectors.absent_institutions(viewer, code, on=days.now.as_of)[:_MOST_NAMED]
    found = organization.institutions(viewer).filter(id__in=ids)
    return [{"id": one.id, "name": one.name, "region": one.region.name} for one in found]


def _by_year(days: Days, schemes: tuple[str, ...]) -> list[dict[str, Any]]:
    """By which year whole households are to be covered, where a document says so (S3-08)."""
    view = RulebookView(days.now.as_of, schemes)
    return [one.as_dict() for one in view.values_read(except_for=set())] if view.get(WHOLE_BY) else []
