"""What indicators must come to in the demonstration: counted while it is made, compared with what facts say."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from jiayi.foundation.rulebook import rulebook
from jiayi.insight.indicators import selectors

_TOWNSHIP_DIGITS = 9
# Nobody knows them beforehand: what the demonstration does not count while it is made, by the reason.
UNKNOWN = {
    "effective-rate": "judged by the ledger of services",
    "promises-kept": "the ledger of services",
    "medicine-adherence": "days covered by what was dispensed",
    "slot-use-by-primary": "counted by resources, not by residents",
    "drug-list-match": "counted by institutions, not by residents",
}


class KnownRates:
    """Numerators and denominators by indicator and township."""

    def __init__(self) -> None:
        self._numerators: Counter[tuple[str, str]] = Counter()
        self._denominators: Counter[tuple[str, str]] = Counter()
        self.to_visit: dict[UUID, bool] = {}  # whom full coverage names: whether the person is signed

    def add(self, indicator: str, village: str, numerator: int, denominator: int) -> None:
        """Count somebody of a village."""
        key = (indicator, village[:_TOWNSHIP_DIGITS])
        self._numerators[key] += numerator
        self._denominators[key] += denominator

    def rows(self) -> list[dict[str, Any]]:
        """All of it, for the truth file."""
        return [
            {"indicator": code, "township": town, "numerator": self._numerators[code, town], "denominator": whole}
            for (code, town), whole in sorted(self._denominators.items())
        ]


def coverage_rows(coverage: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rates that follow from the truth of coverage: of every indicator over a population that has people.

    Whoever the roster brought has a record.
    """
    by_population: dict[str, list[Mapping[str, Any]]] = {}
    for row in coverage:
        by_population.setdefault(row["population"], []).append(row)
    return [
        {
            "indicator": one.indicator,
            "township": row["township"],
            "numerator": row["residents" if one.measure == "record" else "signed"],
            "denominator": row["residents"] - (row["refused"] if one.among == "willing" else 0),
        }
        for one in rulebook().indicators.values()
        if one.measure in ("coverage", "record") and one.numerator
        for row in by_population.get(one.population, [])
    ]


def differences(truth: Mapping[str, Any], periods: Iterable[selectors.Period]) -> tuple[int, list[str]]:
    """How many known rates were compared with the facts, and those that differ, in words."""
    rows = [*truth["rates"], *coverage_rows(truth["coverage"])]
    codes, found = {row["indicator"] for row in rows}, {}
    for period in periods:
        found |= selectors.evaluate(period, sorted(codes), ["township"])
    wrong = []
    for row in rows:
        rate = found.get((row["indicator"], "township", row["township"]), selectors.Rate(0, 0))
        if (rate.numerator, rate.denominator) != (row["numerator"], row["denominator"]):
            known = f"{row['numerator']}/{row['denominator']}"
            wrong.append(f"{row['indicator']} of {row['township']}: {rate.numerator}/{rate.denominator}, not {known}")
    return len(rows), wrong
