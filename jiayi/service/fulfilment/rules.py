"""Which items a record fulfils."""

from collections.abc import Collection, Iterable, Mapping
from typing import Protocol


class Fulfilling(Protocol):
    """A line of `fulfilled_by` (rulebook/items.yaml)."""

    form: str
    modes: Collection[str]
    fields: Collection[str]


def items_fulfilled(
    known: Mapping[str, Iterable[Fulfilling]], *, form: str, mode: str, fields: Collection[str]
) -> list[str]:
    """The items that a record of this form fulfils: done in one of the ways, with all the fields filled in."""
    filled = set(fields)
    return sorted(
        item
        for item, lines in known.items()
        if any(
            line.form == form and (not line.modes or mode in line.modes) and filled.issuperset(line.fields)
            for line in lines
        )
    )
