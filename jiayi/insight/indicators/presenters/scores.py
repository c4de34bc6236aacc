"""A rate beside its target: met or not, how sure, what is still needed."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from statistics import median
from typing import Any

from django.urls import reverse

from jiayi.foundation.rulebook import rulebook
from jiayi.insight.indicators import selectors
from jiayi.insight.indicators.rules import interval, still_needed
from jiayi.insight.indicators.selectors import Period, Rate, Target, target_of_indicator
from jiayi.registry.organization import selectors as organization

REGION = "region"


@dataclass(frozen=True)
class Score:
    """An indicator's rate of one place beside the target; `lower`: the target is the most it may be."""

    code: str
    name: str
    rate: Rate
    target: Target | None
    lower: bool
    unit: str = "share"
    url: str = ""
    needs: list[str] = field(default_factory=list)  # what supplies no data yet
    shown_on: str = ""  # the page that shows what no row of a resident can tell
    amounts: bool = False  # sums, not cases

    @property
    def value(self) -> float | None:
        return self.rate.value

    @property
    def is_met(self) -> bool | None:
        """None where there is no target or nobody to count."""
        if self.target is None or self.value is None:
            return None
        return self.value <= self.target.value if self.lower else self.value >= self.target.value

    @property
    def needed(self) -> int:
        """How many more bring the rate to its target."""
        if self.target is None or self.lower:
            return 0
        return still_needed(self.rate.numerator, self.rate.denominator, self.target.value)

    @property
    def range(self) -> tuple[float, float] | None:
        return None if self.amounts else interval(self.rate.numerator, self.rate.denominator)

    @property
    def colour(self) -> str:
        return {True: "green", False: "red", None: "secondary"}[self.is_met]

    @property
    def icon(self) -> str:
        return {True: "circle-check", False: "alert-circle", None: "minus"}[self.is_met]


def score_of(
    indicator: str, rate: Rate, region: str, on: date, language: str, schemes: Sequence[str] | None = None
) -> Score:
    """A rate beside the target of its region on the day; `schemes` of the region where the caller has them."""
    entry = rulebook().indicators[indicator]
    schemes = tuple(schemes or organization.schemes_for(region, on))
    return Score(
        indicator,
        entry.label(language),
        rate,
        target_of_indicator(indicator, on, schemes),
        entry.direction == "lower",
        entry.unit,
        reverse("indicators:indicator", args=[region, indicator]),
        [rulebook().fact_columns[name].label(language) for name in selectors.missing_columns(entry)],
        reverse(entry.shown_on) if entry.shown_on else "",
        entry.amounts,
    )


def peers_of(periods: Sequence[Period], code: str, language: str) -> dict[str, Any]:
    """The county as a whole and the middle of its teams; {} before facts are built or of nobody."""
    every = selectors.peers(periods[:1], [code])
    values = sorted(rate.value for (_code, team), rate in every.items() if team and rate.value is not None)
    if not values or not periods:
        return {}
    county = periods[0].county
    whole = score_of(code, every[code, ""], county, periods[0].as_of, language)
    return {"county": whole, "middle": replace(whole, rate=_rate_of(median(values))), "teams": len(values)}


def _rate_of(value: float) -> Rate:
    """A rate that only shows a value."""
    return Rate(round(value * 1_000_000), 1_000_000)


def troubles_first(score: Score) -> tuple[int, float, str]:
    """Missed targets first, the farthest from them leading; then those without, then those met."""
    order = {False: 0, None: 2, True: 1}[score.is_met]
    gap = (score.value or 0) - (score.target.value if score.target else 0)
    return order, -gap if score.lower else gap, score.code
