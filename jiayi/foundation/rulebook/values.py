"""Which value is in force: of a key, on a day, under a stack of schemes of which later ones override earlier."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jiayi.foundation.rulebook.errors import NO_VALUE, UNKNOWN_PARAMETER, RulebookError
from jiayi.foundation.rulebook.loading import Rulebook, rulebook
from jiayi.foundation.rulebook.schema import DatedValue, Parameter

NATIONAL = "national"


@dataclass(frozen=True, slots=True)
class ValueInForce:
    """A value with the scheme that sets it and the place in its document."""

    key: str
    value: Any
    scheme: str
    dated: DatedValue
    parameter: Parameter


def value_on(key: str, on: date, schemes: Sequence[str], *, book: Rulebook | None = None) -> Any:
    """The value in force; refuses with `E_NO_VALUE` where no scheme of the stack sets one for the day."""
    return value_in_force(key, on, schemes, book=book).value


def value_in_force(key: str, on: date, schemes: Sequence[str], *, book: Rulebook | None = None) -> ValueInForce:
    """The value in force with its scheme and source; refuses like `value_on`."""
    found = find_value(key, on, schemes, book=book)
    if found is None:
        raise RulebookError(NO_VALUE, f"no scheme of {', '.join(schemes) or 'none'} sets {key} on {on}", path=key)
    return found


def find_value(key: str, on: date, schemes: Sequence[str], *, book: Rulebook | None = None) -> ValueInForce | None:
    """The value in force, or `None`: then the rule that reads it does not apply."""
    book = book or rulebook()
    parameter = book.parameters.get(key)
    if parameter is None:
        raise RulebookError(UNKNOWN_PARAMETER, f"no parameter {key!r}", path=key)
    for name in reversed(schemes):
        for dated in values_of(key, name, book):
            if dated.holds_on(on):
                return ValueInForce(key, dated.value, name, dated, parameter)
    return None


def values_of(key: str, scheme: str, book: Rulebook) -> list[DatedValue]:
    """All dated values that one scheme sets for a key."""
    overrides = book.scheme(scheme).overrides.get(key, [])
    return overrides + book.parameters[key].values if scheme == NATIONAL else overrides
