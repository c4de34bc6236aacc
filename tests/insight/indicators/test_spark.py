"""Spark counts what DuckDB counts, to the row; where its optional packages are installed."""

import datetime as dt

import pytest

from bench.indicators import draw
from jiayi.insight.indicators.facts import spark
from jiayi.insight.indicators.selectors import LEVELS, evaluate, evaluated
from jiayi.insight.indicators.selectors.periods import Period

pytest.importorskip("pyspark", reason="the extra `spark` is not installed")
# What py4j leaves open is its own.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")


def test_spark_counts_every_indicator_at_every_level_as_duckdb_does(tmp_path, monkeypatch):
    file = tmp_path / "county=420324" / "facts.parquet"
    file.parent.mkdir()
    draw(file, 5_000)
    period = Period("420324", "2026-11", dt.date(2026, 11, 22), dt.datetime.now(dt.UTC), 5_000, "", str(file), "")
    codes = [one.indicator for one in evaluated()]
    asked = [(period, codes, list(LEVELS), prefix) for prefix in ("", "420324003")]
    by_duckdb = [evaluate(*one) for one in asked]
    monkeypatch.setenv("JIAYI_ENGINE", "spark")
    by_spark = [evaluate(*one) for one in asked]
    spark.stop()
    assert by_spark == by_duckdb and len(by_duckdb[0]) > 1_000
