"""Acts done at once by many threads, each on a connection of its own, and guards of the database taken away."""

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each act answered, or the exception it ended in; all threads begin together."""
    start = threading.Barrier(len(acts), timeout=30)

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return act()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@contextlib.contextmanager
def without_constraint(table: str, condition: str, *arguments: Any) -> Iterator[None]:
    """Drop the constraint of a table that the condition on pg_constraint finds; it is back once the rows are gone."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint "
            f"WHERE conrelid = '{table}'::regclass AND {condition}",
            arguments,
        )
        ((name, made),) = cursor.fetchall()
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {table} CASCADE")
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {made}")


@contextlib.contextmanager
def function_without(name: str, words: str) -> Iterator[None]:
    """A function of the database without these words of its body."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef(%s::regproc)", [name])
        made = cursor.fetchone()[0]
        assert words in made
        cursor.execute(made.replace(words, ""))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(made)
