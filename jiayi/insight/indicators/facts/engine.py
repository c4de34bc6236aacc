"""DuckDB as this room uses it: extensions from wheels alone, nothing fetched, two threads; Spark where asked for."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import duckdb_extension_postgres_scanner
from django.db import connection

_SCANNER = Path(duckdb_extension_postgres_scanner.__file__).parent
_SETTINGS = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "memory_limit": os.environ.get("JIAYI_FACTS_MEMORY", "1500MB"),
    "threads": os.environ.get("JIAYI_FACTS_THREADS", "2"),
}


@contextmanager
def reading_parquet() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that reads and writes files."""
    duck = duckdb.connect(config=_SETTINGS)
    try:
        yield duck
    finally:
        duck.close()


@contextmanager
def reading_database() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the project's database attached as `pg`, read-only, in one transaction of one snapshot."""
    with reading_parquet() as duck:
        duck.load_extension(str(scanner_file()))
        duck.execute(f"ATTACH {literal(_address())} AS pg (TYPE postgres, READ_ONLY)")
        duck.execute("BEGIN")
        yield duck


def counted(query: str, *files: Path) -> list[tuple[Any, ...]]:
    """The rows of a statement over `{facts}`: by DuckDB or, where JIAYI_ENGINE says so, by Spark."""
    if os.environ.get("JIAYI_ENGINE", "duckdb") == "spark":
        from . import spark  # needs the optional packages

        return spark.counted(query, *files)
    with reading_parquet() as duck:
        return duck.execute(query.format(facts=rows_of(*files))).fetchall()


def scanner_file() -> Path:
    """The scanner that the wheel brought."""
    return next(_SCANNER.rglob("*.duckdb_extension"))


def rows_of(*files: Path) -> str:
    """SQL of the rows of files; what their folders are called is no column."""
    return f"read_parquet([{', '.join(literal(str(file)) for file in files)}], hive_partitioning = false)"


def columns_of(duck: duckdb.DuckDBPyConnection, *files: Path) -> set[str]:
    """The columns that all of these files have: facts of earlier months may lack what came later."""
    each = [
        {name for (name,) in duck.execute(f"SELECT name FROM parquet_schema({literal(str(file))})").fetchall()}
        for file in files
    ]
    return set.intersection(*each) if each else set()


def literal(text: str) -> str:
    """A text as it stands in SQL."""
    return "'" + text.replace("'", "''") + "'"


def _address() -> str:
    settings = connection.get_connection_params()
    wanted = ("dbname", "user", "password", "host", "port")
    parts = ((name, str(settings[name])) for name in wanted if settings.get(name))
    return " ".join(f"{name}={_quoted(value)}" for name, value in parts)


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
