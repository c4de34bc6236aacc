"""The same lists over rows that were worked out rather than read: a few hundred, held in memory."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.http import QueryDict

from .keyset import AFTER, BEFORE, cursor, read_cursor
from .page import ListPage, ListSpec, chosen_size, chosen_sort, in_order_of, narrowed, query_of


@dataclass
class RowsPage(ListPage):
    """A page of rows in memory; `matching` are all that fit, in the page's order."""

    def every_row(self) -> Iterator[Any]:
        return iter(self.matching)


def rows_page(spec: ListSpec, rows: Sequence[Any], parameters: QueryDict | Mapping[str, str]) -> RowsPage:
    """The page of rows that the address asks for. A row has an `id`; a filter's `apply` takes and gives a list;
    a sort's fields are attributes, and rows that have none of it (None) come last."""
    parameters = query_of(parameters)
    values, fitting = narrowed(spec, rows, parameters)
    sort, is_reversed = chosen_sort(spec, parameters.get("sort", ""))
    ordered = sorted_rows(fitting, in_order_of(sort, is_reversed))
    size = chosen_size(parameters)
    start = _start(ordered, parameters.get("cursor", ""), size)
    shown = ordered[start : start + size]
    return RowsPage(
        spec=spec,
        parameters=parameters,
        rows=shown,
        matching=ordered,
        sort=sort,
        is_reversed=is_reversed,
        size=size,
        count=len(ordered),
        next_cursor=cursor(AFTER, shown[-1].id) if start + size < len(ordered) else "",
        previous_cursor=cursor(BEFORE, shown[0].id) if start and shown else "",
        values=values,
    )


def sorted_rows(rows: Sequence[Any], fields: Sequence[str]) -> list[Any]:
    """Rows by these attributes, the last of least weight; a minus turns one round."""
    found = list(rows)
    for field in reversed(fields):
        value = attrgetter(field.removeprefix("-"))
        known = [row for row in found if value(row) is not None]
        known.sort(key=value, reverse=field.startswith("-"))
        found = [*known, *(row for row in found if value(row) is None)]
    return found


def _start(ordered: Sequence[Any], text: str, size: int) -> int:
    """Where the page begins: after the cursor's row, or so many before it; at the beginning where it is gone."""
    place = read_cursor(text) if text else None
    index = next((at for at, row in enumerate(ordered) if place and str(row.id) == place[1]), None)
    if place is None or index is None:
        return 0
    return index + 1 if place[0] == AFTER else max(index - size, 0)
