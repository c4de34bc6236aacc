"""Indicators counted from facts: every code at every level in one pass over one file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.expressions import BOOLEAN, Expression, parse
from jiayi.foundation.rulebook.schema import Indicator
from jiayi.insight.indicators.facts.engine import columns_of, counted, literal, reading_parquet

from .periods import Period, column_kinds

# By level, the column of the facts that tells the place.
LEVELS = {
    "county": "county",
    "township": "township",
    "village": "village",
    "institution": "institution_id",
    "team": "team_id",
    "doctor": "doctor_id",
}
_FINE = """
WITH fine AS (SELECT {columns}, {sums} FROM {facts} AS fact {where} GROUP BY ALL)
SELECT level, place, {totals} FROM (
{unions}
) GROUP BY ALL ORDER BY level, place
"""


@dataclass(frozen=True)
class Rate:
    """One indicator of one place: whole counts."""

    numerator: int
    denominator: int
    excluded: int = 0

    @cached_property
    def value(self) -> float | None:
        return self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True)
class Formula:
    """An indicator's expressions; the excluded are out of both.

    Of persons, the numerator lies within the denominator; two sums are counted each by itself, as somebody may have
    been referred of whom no visit is known.
    """

    code: str
    numerator: Expression
    denominator: Expression
    excluded: dict[str, Expression]

    @property
    def columns(self) -> frozenset[str]:
        """Every column that it counts."""
        return frozenset().union(*(one.columns for one in (self.numerator, self.denominator, *self.excluded.values())))

    @property
    def is_out(self) -> str:
        """SQL: somebody of the denominator who is excluded."""
        return "(" + (" OR ".join(one.sql for one in self.excluded.values()) or "FALSE") + ")"

    @property
    def is_excluded(self) -> str:
        """SQL: who would count and is left out."""
        return f"({_holds(self.denominator)} AND {self.is_out})"

    @property
    def is_in(self) -> str:
        """SQL: who counts in the denominator."""
        return f"({_holds(self.denominator)} AND NOT {self.is_out})"

    @property
    def is_reached(self) -> str:
        """SQL: who counts in the numerator."""
        return f"({self._may_reach} AND {_holds(self.numerator)})"

    @property
    def _may_reach(self) -> str:
        return self.is_in if self.denominator.kind == BOOLEAN else f"(NOT {self.is_out})"

    def sums(self, name: str) -> str:
        """SQL of the three counts as columns."""
        counts = {
            "numerator": self._counted(self.numerator, self._may_reach),
            "denominator": self._counted(self.denominator, f"NOT {self.is_out}"),
            "excluded": f"CASE WHEN {self.is_excluded} THEN 1 ELSE 0 END",
        }
        return ", ".join(f"sum({count}) AS {name}_{part}" for part, count in counts.items())

    @staticmethod
    def _counted(expression: Expression, condition: str) -> str:
        return f"CASE WHEN {condition} THEN {expression.amount} ELSE 0 END"


def formula_of(indicator: Indicator) -> Formula | None:
    """The expressions of an indicator, or None where another measure counts it or nothing supplies its columns."""
    if not indicator.numerator or not indicator.denominator or missing_columns(indicator):
        return None
    kinds = column_kinds()
    excluded = {reason: parse(text, kinds) for reason, text in indicator.excluded.items()}
    return Formula(
        indicator.indicator, parse(indicator.numerator, kinds), parse(indicator.denominator, kinds), excluded
    )


def missing_columns(indicator: Indicator) -> list[str]:
    """Columns that it counts and no room supplies yet."""
    columns = rulebook().fact_columns
    texts = [text for text in (indicator.numerator, indicator.denominator, *indicator.excluded.values()) if text]
    named = {name for text in texts for name in parse(text, column_kinds()).columns}
    return sorted(name for name in named if not columns[name].supplied)


def evaluated() -> list[Indicator]:
    """The indicators that facts count or will count, in the rulebook's order."""
    return [one for one in rulebook().indicators.values() if one.numerator]


def evaluate(
    period: Period, codes: Iterable[str], levels: Sequence[str], prefix: str = ""
) -> dict[tuple[str, str, str], Rate]:
    """By code, level and place the counts, of everybody whose village begins with the prefix.

    What nothing supplies yet, or the facts of that time lack, is left out. KeyError for an unknown code or level.
    """
    formulas = [found for code in codes if (found := formula_of(rulebook().indicators[code]))]
    if not formulas:
        return {}
    with reading_parquet() as duck:
        known = columns_of(duck, period.path)
        formulas = [one for one in formulas if one.columns <= known]
        rows = counted(duck, _query(formulas, levels, prefix), period.path) if formulas else []
    return {
        (formula.code, level, place): Rate(*(int(count) for count in counts[at * 3 : at * 3 + 3]))
        for level, place, *counts in rows
        for at, formula in enumerate(formulas)
    }


def peers(periods: Sequence[Period], codes: Iterable[str]) -> dict[tuple[str, str], Rate]:
    """By code and team ("": the county as a whole) the counts of a county: sums alone, which name nobody."""
    found = {}
    for period in periods:
        for (code, level, place), rate in evaluate(period, codes, ["county", "team"]).items():
            found[code, "" if level == "county" else place] = rate
    return found


def _query(formulas: Sequence[Formula], levels: Sequence[str], prefix: str) -> str:
    names = [f"i{at}" for at in range(len(formulas))]
    parts = [f"{name}_{part}" for name in names for part in ("numerator", "denominator", "excluded")]
    columns = [LEVELS[level] for level in levels]
    unions = "\nUNION ALL ".join(
        f"SELECT '{level}' AS level, {LEVELS[level]} AS place, {', '.join(parts)} FROM fine "
        f"WHERE {LEVELS[level]} IS NOT NULL"
        for level in levels
    )
    return _FINE.format(
        columns=", ".join(dict.fromkeys(columns)),
        sums=", ".join(formula.sums(name) for name, formula in zip(names, formulas, strict=True)),
        facts="{facts}",
        where=f"WHERE left(village, {len(prefix)}) = {literal(prefix)}" if prefix else "",
        totals=", ".join(f"CAST(sum({part}) AS BIGINT) AS {part}" for part in parts),
        unions=unions,
    )


def _holds(expression: Expression) -> str:
    return expression.sql if expression.kind == "boolean" else f"(coalesce({expression.sql}, 0) > 0)"
