"""Official tables counted from facts: every column of every row in one pass."""

from collections.abc import Sequence

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.expressions import parse
from jiayi.foundation.rulebook.schema import OfficialTable
from jiayi.insight.indicators.facts.engine import columns_of, literal, reading_parquet, rows_of

from .evaluating import LEVELS
from .periods import Period, column_kinds
from .regions import require_region

Counts = dict[str, int]  # by column


def table_for(code: str) -> OfficialTable:
    """A table of the rulebook; NotVisible for an unknown one."""
    found = rulebook().tables.get(code)
    if found is None:
        raise NotVisible
    return found


def table_counts(
    viewer: Viewer, region_code: str, table: OfficialTable, level: str, periods: Sequence[Period]
) -> dict[str, Counts]:
    """By row the counts of a region: by the table's own rows, or by the place of a level ("": of no such place)."""
    require_region(viewer, region_code)
    if not periods:
        return {}
    columns = [code for code, column in table.columns.items() if column.count]
    with reading_parquet() as duck:
        if not _named(table) <= columns_of(duck, *(one.path for one in periods)):
            return {}
        found = duck.execute(_query(table, columns, level, periods, region_code)).fetchall()
    if not table.rows:
        return {place: dict(zip(columns, counts, strict=True)) for place, *counts in found}
    counts = [count or 0 for count in found[0][1:]]
    width = len(columns)
    return {
        row: dict(zip(columns, counts[at * width : (at + 1) * width], strict=True)) for at, row in enumerate(table.rows)
    }


def _named(table: OfficialTable) -> set[str]:
    """The columns of the facts that it counts."""
    texts = [*(one.count for one in table.columns.values()), *(row.where for row in table.rows.values())]
    return {name for text in texts if text for name in parse(text, column_kinds()).columns}


def _query(table: OfficialTable, columns: list[str], level: str, periods: Sequence[Period], prefix: str) -> str:
    kinds = column_kinds()
    amounts = [parse(str(table.columns[code].count), kinds).amount for code in columns]
    conditions = [parse(row.where, kinds).sql for row in table.rows.values()]
    if conditions:
        amounts = [f"CASE WHEN {where} THEN {amount} ELSE 0 END" for where in conditions for amount in amounts]
    place = "''" if conditions else f"coalesce({LEVELS[level]}, '')"
    sums = ", ".join(f"sum({amount})::BIGINT" for amount in amounts)
    facts = rows_of(*(one.path for one in periods))
    return f"SELECT {place}, {sums} FROM {facts} WHERE starts_with(village, {literal(prefix)}) GROUP BY 1 ORDER BY 1"
