"""Indicators from facts: all codes at all levels, against a hand-written DuckDB query and PostgreSQL, on the same rows.

python -m bench.indicators [--residents 1000000]
The facts are drawn here, not built from tables. The hand-written query counts the same three numbers of every
indicator, straight at all levels; PostgreSQL counts them from a table of the same rows (`bench/cube.py`).
"""

import argparse
import datetime as dt
import os
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from . import cube

REPEATS = 5


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--residents", type=int, default=1_000_000)
    residents = options.parse_args().residents
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    import django

    django.setup()
    from jiayi.insight.indicators.selectors import LEVELS, evaluate, evaluated
    from jiayi.insight.indicators.selectors.periods import Period

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "facts.parquet"
        _timed("drawing the facts", lambda: draw(file, residents), 1)
        today = dt.date(2026, 11, 22)
        period = Period("420324", "2026-11", today, dt.datetime.now(dt.UTC), residents, "", str(file), "")
        codes = [one.indicator for one in evaluated()]
        ours = _timed(f"{len(codes)} indicators, six levels", lambda: evaluate(period, codes, list(LEVELS)))
        hand = _timed("hand-written, the same counts", lambda: by_hand(file, codes))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"ratio {ours / hand:.2f}; {residents:,} residents; peak {peak:.0f} MiB; load {os.getloadavg()[0]:.1f}")
        with cube.table_of(file) as postgres:
            table = min(
                _timed(f"PostgreSQL, {name}", lambda query=query: postgres.execute(query).fetchall(), 2)
                for name, query in cube.statements(codes).items()
            )
    print(f"PostgreSQL takes {table / ours:.1f} times as long; load {os.getloadavg()[0]:.1f}")


def draw(file: Path, residents: int, villages: Sequence[str] = ()) -> None:
    """Facts of a county at random over its villages (twelve digits; else 400 made-up ones), four teams a township."""
    from jiayi.foundation.rulebook import rulebook
    from jiayi.insight.indicators.facts.engine import literal, reading_parquet

    villages = villages or [f"420324{at % 20:03d}{at:03d}" for at in range(400)]
    given = {
        "resident_id": "gen_random_uuid()::VARCHAR",
        "county": "left(code, 6)",
        "township": "left(code, 9)",
        "village": "code",
        "team_id": "md5(left(code, 9) || (i % 4)::VARCHAR)",
        "institution_id": "md5(left(code, 9))",
        "doctor_id": "md5(code)",
        "sex": "CASE WHEN i % 2 = 0 THEN 'male' ELSE 'female' END",
        "age_years": "(random() * 95)::INTEGER",
        "age_months": "(random() * 1140)::INTEGER",
    }
    plain = {"boolean": "random() < 0.3", "number": "(random() * 6)::INTEGER"}
    columns = [
        f"{given.get(name, plain.get(column.type))} AS {name}"
        for name, column in rulebook().fact_columns.items()
        if column.supplied
    ]
    with reading_parquet() as duck:
        duck.execute(
            "CREATE TABLE places AS SELECT unnest(?) AS code, unnest(range(?)) AS number", [villages, len(villages)]
        )
        people = f"range({residents}) AS r (i) JOIN places ON i % {len(villages)} = number"
        query = f"SELECT {', '.join(columns)} FROM {people} ORDER BY village"
        duck.execute(f"COPY ({query}) TO {literal(str(file))} (FORMAT parquet, COMPRESSION zstd)")


def by_hand(file: Path, codes: list[str]) -> Any:
    """What somebody would write: the sums of every indicator, grouped at each level in one statement."""
    from jiayi.insight.indicators.facts.engine import reading_parquet, rows_of

    query = cube.statements(codes, rows_of(file))["straight"]
    with reading_parquet() as duck:
        return duck.execute(query).fetchall()


def _timed(name: str, work: Callable[[], Any], repeats: int = REPEATS) -> float:
    seconds = []
    for _repeat in range(repeats):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    print(f"{name:<36} {median(seconds):7.2f} s")
    return median(seconds)


if __name__ == "__main__":
    main()
