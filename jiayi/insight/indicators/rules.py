"""What a scheme says of populations, as the plain row that the facts join, and which of them a person is in."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from jiayi.foundation.rulebook import find_value

from . import terms

MONTHS = 12
MOST_KEY_CLASSES = 5
_LISTS = {
    "key_groups": "group.key_list",
    "special_groups": "group.special_list",
    "full_groups": "coverage.full_groups",
    "severe_chronic_groups": "coverage.severe_chronic_groups",
    "in_need_conditions": "coverage.in_need_conditions",
}


def population_rule(schemes: Sequence[str], on: date) -> dict[str, Any]:
    """Lists (those of _LISTS) and limits in force: elderly_from_months, child_below_months, maternal_days.

    An age in years includes the whole last year (a child of 6 until the seventh birthday); one in months
    includes that month.
    """
    child = _value("group.child_age", on, schemes) or {}
    last_years, last_months = child.get("years"), child.get("months")
    return {
        **{name: _value(key, on, schemes) or [] for name, key in _LISTS.items()},
        "elderly_from_months": _in_months(_value("group.elderly_age", on, schemes)),
        "child_below_months": (last_years + 1) * MONTHS if last_years is not None else (last_months or -1) + 1,
        "maternal_days": _value("group.maternal_days", on, schemes),
    }


def populations_of(groups: Collection[str], rule: Mapping[str, Any], *, is_at_home: bool) -> set[str]:
    """The populations that a person of these groups is counted in; the same as facts/combined_populations.sql."""
    own = set(groups)
    key = own & set(rule["key_groups"])
    is_severe, is_poor = bool(own & set(rule["severe_chronic_groups"])), "poverty" in own
    answers = {
        terms.AT_HOME: is_at_home,
        terms.KEY: bool(key),
        f"{terms.KEY_IN}{min(len(key), MOST_KEY_CLASSES)}": bool(key),
        terms.SPECIAL: bool(own & set(rule["special_groups"])),
        terms.HYPERTENSION_DIABETES: bool(own & {"hypertension", "diabetes"}),
        terms.FULL_COVERAGE: bool(own & set(rule["full_groups"])),
        terms.SEVERE_CHRONIC: is_severe,
        terms.SEVERE_CHRONIC_AT_HOME: is_severe and is_at_home,
        terms.POVERTY_AT_HOME: is_poor and is_at_home,
        terms.POVERTY_IN_NEED: is_poor and bool(own & set(rule["in_need_conditions"])),
    }
    return {terms.ALL, *own} | {name for name, holds in answers.items() if holds}


def populations_at(recorded: Collection[str], months: int, rule: Mapping[str, Any], *, is_at_home: bool) -> set[str]:
    """The populations of somebody of so many months with these recorded groups, as facts/coverage_person.sql has it."""
    derived = {
        "elderly": rule["elderly_from_months"] is not None and months >= rule["elderly_from_months"],
        "child": rule["child_below_months"] is not None and months < rule["child_below_months"],
    }
    groups = {*recorded, *(group for group, belongs in derived.items() if belongs)}
    return populations_of(groups, rule, is_at_home=is_at_home)


def _in_months(limit: dict[str, int] | None) -> int | None:
    if not limit:
        return None
    return limit["months"] if limit.get("months") is not None else limit["years"] * MONTHS


def _value(key: str, on: date, schemes: Sequence[str]) -> Any:
    found = find_value(key, on, schemes)
    return found.value if found else None
