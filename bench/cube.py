"""The cube of all indicators in PostgreSQL: a table of the same rows as the Parquet, the same sums and levels."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from . import server

_TYPES = {"BOOLEAN": "boolean", "INTEGER": "integer", "BIGINT": "bigint", "DOUBLE": "double precision"}


@contextmanager
def table_of(file: Path) -> Iterator[psycopg.Connection]:
    """A cluster of its own with the rows of a file as table `facts`, vacuumed and read once; ended with it."""
    from jiayi.foundation.base import cluster
    from jiayi.insight.indicators.facts.engine import literal, reading_parquet, rows_of

    with tempfile.TemporaryDirectory() as folder:
        path, rows = Path(folder), Path(folder) / "facts.csv"
        with reading_parquet() as duck:
            columns = duck.execute(f"DESCRIBE SELECT * FROM {rows_of(file)}").fetchall()
            duck.execute(f"COPY (SELECT * FROM {rows_of(file)}) TO {literal(str(rows))} (FORMAT csv, HEADER false)")
        try:
            with psycopg.connect(server.url(path), autocommit=True) as postgres:
                wanted = ", ".join(f"{name} {_TYPES.get(kind, 'text')}" for name, kind, *_rest in columns)
                postgres.execute(f"CREATE UNLOGGED TABLE facts ({wanted})")
                _copy(postgres, rows)
                postgres.execute("VACUUM (ANALYZE) facts")
                yield postgres
        finally:
            cluster.stop(path)


def statements(codes: list[str], rows: str = "facts") -> dict[str, str]:
    """Two ways to ask for all counts at all levels of these rows: straight, and from the finest places first."""
    from jiayi.foundation.rulebook import rulebook
    from jiayi.insight.indicators.selectors import LEVELS, formula_of

    formulas = [found for code in codes if (found := formula_of(rulebook().indicators[code]))]
    names = [f"i{at}" for at in range(len(formulas))]
    sums = ", ".join(formula.sums(name) for name, formula in zip(names, formulas, strict=True))
    parts = [f"{name}_{part}" for name in names for part in ("numerator", "denominator", "excluded")]
    places = ", ".join(LEVELS.values())
    sets = ", ".join(f"({column})" for column in LEVELS.values())
    totals = ", ".join(f"sum({part})" for part in parts)
    fine = f"WITH fine AS (SELECT {places}, {sums} FROM {rows} GROUP BY {places})"
    return {
        "straight": f"SELECT {places}, {sums} FROM {rows} GROUP BY GROUPING SETS ({sets})",
        "finest first": f"{fine} SELECT {places}, {totals} FROM fine GROUP BY GROUPING SETS ({sets})",
    }


def _copy(postgres: psycopg.Connection, rows: Path) -> None:
    with rows.open("rb") as file, postgres.cursor().copy("COPY facts FROM STDIN (FORMAT csv)") as into:
        while part := file.read(1 << 20):
            into.write(part)
