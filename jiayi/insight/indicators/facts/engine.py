"""DuckDB as this room uses it: extensions from wheels alone, nothing fetched, two threads; Spark where asked for."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import duckdb_extension_postgres_scanner
from django.conf import settings
from django.db import connection

_SCANNER = Path(duckdb_extension_postgres_scanner.__file__).parent
_SETTINGS = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "memory_limit": os.environ.get("JIAYI_FACTS_MEMORY", "1500MB"),
    "threads": os.environ.get("JIAYI_FACTS_THREADS", "2"),
}
_SPILL = "spill-"
_LEFT_SECONDS = 86_400


@contextmanager
def reading_parquet() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that reads and writes files; what its memory cannot hold lies in a closed folder until its end."""
    root = Path(settings.FACTS_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory(prefix=_SPILL, dir=root) as folder,
        duckdb.connect(config=_SETTINGS | {"temp_directory": folder}) as duck,
    ):
        yield duck


def remove_left_behind() -> None:
    """What killed processes have left of their memory, after a day."""
    for left in Path(settings.FACTS_ROOT).glob(f"{_SPILL}*"):
        with suppress(FileNotFoundError):  # its own process may end and remove it at the same time
            if time.time() - left.stat().st_mtime > _LEFT_SECONDS:
                shutil.rmtree(left, ignore_errors=True)


@contextmanager
def reading_database() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the project's database attached as `pg`, read-only, in one transaction of one snapshot."""
    with reading_parquet() as duck:
        duck.load_extension(str(scanner_file()))
        duck.execute(f"ATTACH {literal(_address())} AS pg (TYPE postgres, READ_ONLY)")
        duck.execute("BEGIN")
        yield duck


def counted(duck: duckdb.DuckDBPyConnection, query: str, *files: Path) -> list[tuple[Any, ...]]:
    """The rows of a statement over `{facts}`: by this DuckDB or, where JIAYI_ENGINE says so, by Spark."""
    if os.environ.get("JIAYI_ENGINE", "duckdb") == "spark":
        from . import spark  # needs the optional packages

        return spark.counted(query, *files)
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
    known = connection.get_connection_params()
    wanted = ("dbname", "user", "password", "host", "port")
    parts = ((name, str(known[name])) for name in wanted if known.get(name))
    return " ".join(f"{name}={_quoted(value)}" for name, value in parts)


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
