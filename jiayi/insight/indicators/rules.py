"""What a scheme says of populations, as the plain row that the coverage facts join."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from jiayi.foundation.rulebook import find_value

MONTHS = 12


def population_rule(schemes: Sequence[str], on: date) -> dict[str, Any]:
    """Lists and age limits in force: key_groups, special_groups, elderly_from_months, child_below_months,
    maternal_days.

    An age in years includes the whole last year (a child of 6 until the seventh birthday); one in months
    includes that month.
    """
    child = _value("group.child_age", on, schemes) or {}
    last_years, last_months = child.get("years"), child.get("months")
    return {
        "key_groups": _value("group.key_list", on, schemes) or [],
        "special_groups": _value("group.special_list", on, schemes) or [],
        "elderly_from_months": _in_months(_value("group.elderly_age", on, schemes)),
        "child_below_months": (last_years + 1) * MONTHS if last_years is not None else (last_months or -1) + 1,
        "maternal_days": _value("group.maternal_days", on, schemes),
    }


def _in_months(limit: dict[str, int] | None) -> int | None:
    if not limit:
        return None
    return limit["months"] if limit.get("months") is not None else limit["years"] * MONTHS


def _value(key: str, on: date, schemes: Sequence[str]) -> Any:
    found = find_value(key, on, schemes)
    return found.value if found else None
