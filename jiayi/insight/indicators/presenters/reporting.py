"""The regular report of a closed month, on paper and as a workbook: every number is a frozen one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop

from jiayi.foundation.base.signs import bracketed, joined
from jiayi.foundation.rulebook import find_value, rulebook
from jiayi.foundation.rulebook.reasons import source_of
from jiayi.foundation.ui.exports import Column, Sheet
from jiayi.insight.indicators import selectors
from jiayi.insight.indicators.models import PeriodClose
from jiayi.insight.indicators.selectors import Rate
from jiayi.registry.organization import selectors as organization

from .scores import Score, score_of

HEADS = 6  # columns of townships that a page of paper holds
LOWEST = 3  # townships named under an indicator that is missed
LIVELIHOOD = "long_term_prescription.livelihood_year"
PROJECT = "long-prescription-"  # the indicators of the livelihood project
Scores = dict[tuple[str, str], Score]  # by indicator and place


@dataclass(frozen=True)
class Line:
    """An indicator of the county beside its target and the month before."""

    score: Score
    before: Rate | None

    @property
    def change(self) -> float | None:
        """Hundredths more than the month before."""
        if self.before is None or self.before.value is None or self.score.value is None:
            return None
        return (self.score.value - self.before.value) * 100


def report_data(close: PeriodClose) -> dict[str, Any]:
    """Everything the report prints; Chinese, as it is sent."""
    lines, places = _lines(close, "zh"), _townships(close, "zh")
    heads = [line.score for line in lines if line.score.target][:HEADS]
    year, month = close.period.split("-")
    return {
        "county": close.county.name,
        "month": f"{year}年{int(month)}月",  # data, not for translation
        "as_of": str(close.as_of),
        "closed": f"{timezone.localtime(close.closed_at):%Y-%m-%d} {close.closed_by_name}".strip(),
        "number": close.number,
        "reason": close.reason,
        "digest": close.digest[:16],
        "met": sum(line.score.is_met is True for line in lines),
        "missed": sum(line.score.is_met is False for line in lines),
        "lines": [_line_data(line) for line in lines if not line.score.code.startswith(PROJECT)],
        "heads": [{"name": one.name, "target": _target(one)} for one in heads],
        "places": _ranking(places, heads),
        "behind": [found for head in heads if (found := _behind(head, places))],
        "project": [_line_data(line) for line in lines if line.score.code.startswith(PROJECT)],
        "livelihood": _livelihood(close),
    }


def report_sheets(close: PeriodClose, language: str) -> list[Sheet]:
    """The county's indicators, and each township's, as the sheets of a workbook."""
    names = organization.region_names({place for _code, place in selectors.closed_rates(close, "township")})
    rows = [(names.get(place, place), score) for (_code, place), score in _townships(close, language).items()]
    place = Column(gettext_noop("乡镇"), lambda row: row[0])
    return [
        Sheet(close.county.name, _columns(lambda row: row.score), _lines(close, language)),
        Sheet(_TOWNSHIPS, [place, *_columns(lambda row: row[1])], sorted(rows, key=lambda row: (row[1].code, row[0]))),
    ]


_TOWNSHIPS = gettext_noop("乡镇")


def _columns(score: Any) -> list[Column]:
    return [
        Column(gettext_noop("指标"), lambda row: score(row).name),
        Column(gettext_noop("分子"), lambda row: score(row).rate.numerator, "quantity"),
        Column(gettext_noop("分母"), lambda row: score(row).rate.denominator, "quantity"),
        Column(gettext_noop("剔除"), lambda row: score(row).rate.excluded, "quantity"),
        Column(gettext_noop("比率"), lambda row: _shown(score(row), score(row).value)),
        Column(gettext_noop("目标"), lambda row: _target(score(row))),
    ]


def _lines(close: PeriodClose, language: str) -> list[Line]:
    """The county's indicators, those with a target first."""
    before = selectors.close_of_month_before(close)
    was = selectors.closed_rates(before) if before else {}
    schemes = organization.schemes_for(close.county_id, close.as_of)
    lines = [
        Line(score_of(code, rate, place, close.as_of, language, schemes), was.get((code, place)))
        for (code, place), rate in selectors.closed_rates(close).items()
        if code in rulebook().indicators and rate.denominator
    ]
    return sorted(lines, key=lambda line: (line.score.target is None, line.score.code))


def _townships(close: PeriodClose, language: str) -> Scores:
    rates = selectors.closed_rates(close, "township")
    schemes = organization.schemes_of({place for _code, place in rates}, close.as_of)
    return {
        (code, place): score_of(code, rate, place, close.as_of, language, schemes[place])
        for (code, place), rate in rates.items()
        if code in rulebook().indicators
    }


def _ranking(scores: Scores, heads: Sequence[Score]) -> list[dict[str, Any]]:
    """Townships by how many of these targets they reach."""
    places = {place for _code, place in scores}
    names = organization.region_names(places)
    rows = []
    for place in places:
        cells = [scores.get((head.code, place)) for head in heads]
        met = sum(cell is not None and cell.is_met is True for cell in cells)
        shown = [{"text": _shown(one, one.value) if one else "—", "met": one.is_met if one else None} for one in cells]
        rows.append({"name": names.get(place, place), "cells": shown, "met": met})
    return sorted(rows, key=lambda row: (-row["met"], row["name"]))


def _behind(head: Score, scores: Scores) -> dict[str, str] | None:
    """The townships farthest from a target; None where all reach it."""
    missed = [(one, place) for (code, place), one in scores.items() if code == head.code and one.is_met is False]
    if not missed:
        return None
    worst = sorted(missed, key=lambda pair: pair[0].value or 0.0, reverse=head.lower)[:LOWEST]
    names = organization.region_names({place for _one, place in worst})
    said = [bracketed(names.get(place, place), _shown(one, one.value)) for one, place in worst]
    return {"name": head.name, "count": str(len(missed)), "places": joined(said)}


def _line_data(line: Line) -> dict[str, Any]:
    change = line.change
    return {
        "name": line.score.name,
        "counts": f"{line.score.rate.numerator:,} / {line.score.rate.denominator:,}",
        "value": _shown(line.score, line.score.value),
        "target": _target(line.score),
        "met": line.score.is_met,
        "change": "—" if change is None else f"{change:+.1f}",
    }


def _target(score: Score) -> str:
    if score.target is None:
        return "—"
    return f"{'≤' if score.lower else '≥'}{_shown(score, score.target.value)}"


def _shown(score: Score, value: float | None) -> str:
    if value is None:
        return "—"
    return f"{value * 100:.1f}%" if score.unit == "share" else f"{value:.2f}"


def _livelihood(close: PeriodClose) -> dict[str, str] | None:
    """Where the stack names the month's year as one in which long prescriptions are a livelihood project."""
    schemes = organization.schemes_for(close.county_id, close.as_of)
    found = find_value(LIVELIHOOD, close.as_of, schemes)
    if found is None or found.value != close.as_of.year:
        return None
    source = source_of(rulebook(), found)
    return {"year": str(found.value), "source": source["title_zh"]}
