"""What is written by COPY names every column that a row must have: a new column is not forgotten there."""

import re

import pytest
from django.db import connection

from jiayi.demo import writing as demo
from jiayi.registry.people.services.roster import writing as roster

STATEMENT = re.compile(r"\s*COPY (\w+) \(([^)]*)\)")


def copied() -> dict[str, set[str]]:
    """Columns by table, as the bulk writers state them."""
    stated = [STATEMENT.match(text) for text in vars(roster).values() if isinstance(text, str)]
    tables = {found[1]: {name.strip(' "') for name in found[2].split(",")} for found in stated if found}
    return {table: set(columns.split()) for table, columns in demo._TABLES.items()} | tables


def must_be_given(table: str) -> set[str]:
    """Columns without a default that may not be empty."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_nullable = 'NO'"
            " AND column_default IS NULL AND is_identity = 'NO' AND is_generated = 'NEVER'",
            [table],
        )
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db
@pytest.mark.parametrize("table", sorted(copied()))
def test_a_bulk_writer_gives_every_column_that_must_be_given(table: str) -> None:
    needed = must_be_given(table)
    assert needed
    assert not needed - copied()[table]
