"""Spark beside DuckDB: the same statement over the same files, for a province (extra `spark`, and Java).

Statements that `engine.counted` takes are written in what both dialects share, so that nothing has to be translated.
"""

import functools
import os
from pathlib import Path
from typing import Any

_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": os.environ.get("JIAYI_FACTS_MEMORY", "1500m").replace("MB", "m"),
    "spark.sql.shuffle.partitions": "8",
    "spark.log.level": "ERROR",
}
_VIEW = "fact_rows"


def counted(query: str, *files: Path) -> list[tuple[Any, ...]]:
    """The rows of a statement over `{facts}`."""
    session = _session()
    # What folders are called is no column, as for DuckDB.
    facts = session.read.option("recursiveFileLookup", "true").parquet(*[str(file) for file in files])
    facts.createOrReplaceTempView(_VIEW)
    return [tuple(row) for row in session.sql(query.format(facts=_VIEW)).collect()]


def stop() -> None:
    """End Java; the next statement starts it again."""
    _session().stop()
    _session.cache_clear()


@functools.cache
def _session() -> Any:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(os.environ.get("JIAYI_SPARK_MASTER", "local[2]")).appName("jiayi")
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()
