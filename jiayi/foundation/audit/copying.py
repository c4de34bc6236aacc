"""Entries as PostgreSQL's COPY writes them, one line each: quick to stream, and the form that is digested."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def canonical_session() -> Iterator[None]:
    """A transaction in which times are written in UTC and ISO 8601, whatever the server's settings are."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL TimeZone TO 'UTC'; SET LOCAL DateStyle TO 'ISO, YMD'")
        yield


def copied(query: str, *parameters: int) -> Iterator[bytes]:
    """The lines of COPY (query) TO STDOUT, without their line breaks; parameters are whole numbers."""
    filled = query % tuple(int(number) for number in parameters) if parameters else query
    with connection.cursor() as cursor, cursor.copy(f"COPY ({filled}) TO STDOUT") as copy:
        for line in copy:  # the server sends one message a row
            yield bytes(line)[:-1]
