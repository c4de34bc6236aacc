"""Pages by key: the rows after or before a row, read through the index, never by counting off.

A cursor holds a direction and the row's id, nothing else; the row's sorting values are looked up again among the
rows that the viewer may see, so an address never carries a name, and a foreign cursor leads to the first page.
"""

import base64
import binascii
from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

AFTER, BEFORE = "a", "b"


def cursor(direction: str, key: object) -> str:
    return base64.urlsafe_b64encode(f"{direction}{key}".encode()).decode().rstrip("=")


def read_cursor(text: str) -> tuple[str, str] | None:
    """The direction and the id of a cursor; None where it is none."""
    try:
        plain = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    except (binascii.Error, ValueError):
        return None
    return (plain[0], plain[1:]) if plain[:1] in (AFTER, BEFORE) and plain[1:] else None


def reversed_order(fields: Sequence[str]) -> tuple[str, ...]:
    return tuple(field.removeprefix("-") if field.startswith("-") else f"-{field}" for field in fields)


def rows_beyond(rows: QuerySet, fields: Sequence[str], values: Sequence[Any]) -> QuerySet:
    """Rows that come later in the order of fields than these values (no field may be null).

    The bound on the first field alone lets PostgreSQL begin the index scan at the right place.
    """
    beyond, equal = Q(), Q()
    for field, value in zip(fields, values, strict=True):
        column, descending = field.removeprefix("-"), field.startswith("-")
        beyond |= equal & Q(**{f"{column}__{'lt' if descending else 'gt'}": value})
        equal &= Q(**{column: value})
    first, descending = fields[0].removeprefix("-"), fields[0].startswith("-")
    return rows.filter(Q(**{f"{first}__{'lte' if descending else 'gte'}": values[0]}) & beyond)
