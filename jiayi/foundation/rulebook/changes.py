"""What another stack of schemes would change on a day: for the page on which a region adopts one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jiayi.foundation.rulebook.loading import Rulebook, rulebook
from jiayi.foundation.rulebook.values import ValueInForce, find_value


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A parameter whose value in force differs; `None` where nothing is set."""

    key: str
    before: ValueInForce | None
    after: ValueInForce | None


def value_changes(
    on: date, before: Sequence[str], after: Sequence[str], *, book: Rulebook | None = None
) -> list[ValueChange]:
    """Every parameter whose value on the day differs between two stacks, by key."""
    book = book or rulebook()
    every = (
        ValueChange(key, find_value(key, on, before, book=book), find_value(key, on, after, book=book))
        for key in sorted(book.parameters)
    )
    return [change for change in every if _value(change.before) != _value(change.after)]


def _value(found: ValueInForce | None) -> tuple[bool, object]:
    return found is not None, found.value if found else None
