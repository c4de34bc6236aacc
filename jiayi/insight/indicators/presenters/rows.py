"""One rate of one place: now, a year ago, against its target, and how it developed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jiayi.foundation.rulebook import decide
from jiayi.insight.indicators.decisions import GUARD
from jiayi.insight.indicators.selectors import Count, Tally, Target


@dataclass(frozen=True)
class Change:
    """A difference in percentage points, with a sign, an icon and a colour."""

    points: float

    @property
    def text(self) -> str:
        return "±0.0" if not self._rounded else f"{self._rounded:+.1f}".replace("-", "−")

    @property
    def icon(self) -> str:
        return "minus" if not self._rounded else "trending-up" if self.points > 0 else "trending-down"

    @property
    def colour(self) -> str:
        return "secondary" if not self._rounded else "green" if self.points > 0 else "red"

    @property
    def _rounded(self) -> float:
        return round(self.points, 1)


def change_between(now: float | None, before: float | None) -> Change | None:
    """The change of a share, None without both."""
    return None if now is None or before is None else Change((now - before) * 100)


class _Compared:
    """A rate beside its target and last year's."""

    rate: float | None
    rate_before: float | None
    target: Target | None

    @property
    def change(self) -> Change | None:
        return change_between(self.rate, self.rate_before)

    @property
    def reaches_target(self) -> bool | None:
        return None if self.target is None or self.rate is None else self.rate >= self.target.value


@dataclass(frozen=True)
class CoverageRow(_Compared):
    """One region's coverage beside its target and last year's level."""

    code: str
    name: str
    now: Count
    last_year: Count
    target: Target | None
    url: str = ""
    among: str = "residents"

    @property
    def denominator(self) -> int:
        return self.now.among(self.among)[0]

    @property
    def rate(self) -> float | None:
        """The rate that the target is about."""
        return self.now.among(self.among)[1]

    @property
    def rate_before(self) -> float | None:
        return self.last_year.among(self.among)[1]


@dataclass(frozen=True)
class OutcomeRow(_Compared):
    """One place's tally beside its target and last year's."""

    code: str
    name: str
    now: Tally
    last_year: Tally
    target: Target | None
    url: str = ""

    @property
    def rate(self) -> float | None:
        return self.now.rate

    @property
    def rate_before(self) -> float | None:
        return self.last_year.rate

    @property
    def partly(self) -> int:
        """Households of which some members are signed."""
        return self.now.of("partly")

    @property
    def missed(self) -> int:
        """Those that count and are not reached."""
        return self.now.counted - self.now.reached


@dataclass(frozen=True)
class YearCheck:
    """What the documents ask of one year's development, and whether it holds; `is_met` None: nothing to compare."""

    kind: str
    name: str
    row: CoverageRow
    is_met: bool | None
    reasons: list[dict[str, Any]]


def year_checks(row: CoverageRow, checks: Sequence[str], on: date, schemes: Sequence[str]) -> list[YearCheck]:
    """The checks of an indicator that the documents in force ask for (decision indicators.coverage.yearly)."""
    if not checks:
        return []
    facts = {"rate": row.rate, "last_year": row.rate_before}
    outcome = decide("indicators.coverage.yearly", on=on, schemes=tuple(schemes), facts=facts)
    answers = {
        "not_below_last_year": outcome["not_below"],
        "yearly_rise": None if outcome["rise"] is None else outcome["rise"] != "below",
    }
    reasons = {
        "not_below_last_year": [one for one in outcome["reasons"] if one["parameter"] == GUARD],
        "yearly_rise": [one for one in outcome["reasons"] if one["parameter"] != GUARD],
    }
    without_past = outcome["change"] is None
    return [
        YearCheck(kind, row.name, row, answers[kind], reasons[kind] or outcome["reasons"])
        for kind in checks
        if without_past or answers[kind] is not None
    ]
