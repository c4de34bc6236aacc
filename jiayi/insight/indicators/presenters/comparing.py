"""Today's numbers beside the targets of several documents: what each would ask for, and how far it is."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.insight.indicators import selectors
from jiayi.insight.indicators.selectors import Period
from jiayi.registry.organization.selectors import NATIONAL

from .scores import REGION, score_of

MOST = 4  # documents beside each other


def scheme_choices(language: str) -> list[tuple[str, str]]:
    """Every document, by its title."""
    return [(code, scheme.label(language)) for code, scheme in rulebook().schemes.items() if code != NATIONAL]


def compared(
    viewer: Viewer, region: str, schemes: Sequence[str], periods: Sequence[Period], language: str
) -> list[dict[str, Any]]:
    """One row for each indicator to which the region's own or one of the documents sets a target; None: none set."""
    if not periods:
        return []
    on = periods[0].as_of
    wanted = {one: selectors.targets(on, (NATIONAL, one)) for one in schemes}
    codes = [one.indicator for one in selectors.evaluated() if selectors.formula_of(one)]
    rates = selectors.rates(viewer, region, periods, codes, [REGION])
    rows = []
    for code in codes:
        rate = rates.get((code, REGION, ""), selectors.Rate(0, 0))
        own = score_of(code, rate, region, on, language)
        sides = [replace(own, target=targets.get(code)) for targets in wanted.values()]
        if own.target or any(one.target for one in sides):
            rows.append({"score": own, "sides": sides})
    return rows
