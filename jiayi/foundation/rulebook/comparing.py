"""How an outcome is compared with what a worked case expects."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

TOLERANCE = 0.006
FOUR_DECIMALS = 0.00005
# Shares of payment and of pay are compared to four decimals.
EXACT_KEYS = ("rate", "factor")


def is_equal(expected: Any, got: Any, *, key: str = "") -> bool:
    """Whether what came is what was expected: maps by the expected keys only, lists of codes as sets,
    lists of maps without order, days by their ISO form, numbers within the tolerance of their key.
    """
    expected, got = plain(expected), plain(got)
    if isinstance(expected, Mapping):
        return isinstance(got, Mapping) and all(
            name in got and is_equal(value, got[name], key=str(name)) for name, value in expected.items()
        )
    if isinstance(expected, list):
        return isinstance(got, list) and _lists_equal(expected, got, key)
    if _is_number(expected) and _is_number(got):
        return _numbers_equal(expected, got, key)
    return type(expected) is type(got) and bool(expected == got)


def plain(value: Any) -> Any:
    """A value as JSON would hold it: days as ISO text, decimals as numbers, tuples and sets as lists."""
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value) if isinstance(value, str) else value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _numbers_equal(expected: float, got: float, key: str) -> bool:
    if expected == got:
        return True
    if key in EXACT_KEYS:
        return abs(expected - got) < FOUR_DECIMALS
    if float(expected).is_integer() and float(got).is_integer():
        return False
    return abs(expected - got) <= TOLERANCE + 1e-9


def _lists_equal(expected: list[Any], got: list[Any], key: str) -> bool:
    if all(isinstance(part, str) for part in (*expected, *got)):
        return set(expected) == set(got)
    if len(expected) != len(got):
        return False
    if all(isinstance(part, Mapping) for part in expected):
        return _matched(expected, got, key)
    return all(is_equal(one, other, key=key) for one, other in zip(expected, got, strict=True))


def _matched(expected: Sequence[Any], got: Sequence[Any], key: str) -> bool:
    """Whether the maps can be paired; an expected map may fit several, so pairs are moved where needed."""
    partner: dict[int, int] = {}

    def find(place: int, tried: set[int]) -> bool:
        for index, other in enumerate(got):
            if index in tried or not is_equal(expected[place], other, key=key):
                continue
            tried.add(index)
            if index not in partner or find(partner[index], tried):
                partner[index] = place
                return True
        return False

    return all(find(place, set()) for place in range(len(expected)))
