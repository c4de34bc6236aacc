"""Judge a team's or a member's score: everything that follows from its measures, what was entered, and its work."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from jiayi.foundation.rulebook import decide
from jiayi.foundation.rulebook.schema import Scoring
from jiayi.insight.performance import rules
from jiayi.insight.performance.models import Judged
from jiayi.insight.performance.terms import DIMENSIONS

from .work import units_in


def measures_of(entry: Scoring, rates: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The measures of a scoring by these rates (by indicator)."""
    return [
        rules.measured(dimension, one.indicator, one.weight, one.nothing_at, one.full_at, rates.get(one.indicator))
        for dimension, measures in entry.dimensions.items()
        for one in measures
    ]


def judge(row: Judged, entered: Mapping[str, float], share: float | None, on: date, schemes: Sequence[str]) -> None:
    """Fill in points, verified units and the decision's outcome; none while nobody said what share is true."""
    points = rules.dimension_points(row.measures, entered, DIMENSIONS)
    if share is not None:
        points["authenticity"] = round(share * 100, 4)
    row.dimensions = points
    row.units = (units_in(row.unit_lines) * Decimal(str(share or 0))).quantize(Decimal("0.01"))
    if share is None:
        row.score = row.factor = row.final = None
        return
    facts = {"dimensions": points, "verified_share": share}
    outcome = decide("performance.score", on=on, schemes=tuple(schemes), facts=facts)
    row.score, row.factor, row.final = outcome["score"], outcome["factor"], outcome["final"]
    row.needs_audit, row.reasons = outcome["needs_audit"], outcome["reasons"]
