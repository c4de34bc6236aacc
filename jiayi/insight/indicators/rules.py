"""What a scheme says of populations, as the plain row that the facts join, and which of them a person is in."""

import math
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from jiayi.foundation.rulebook import find_value
from jiayi.registry.people.terms import group_norms

from . import terms

MOST_KEY_CLASSES = 5
_LISTS = {
    "key_groups": "group.key_list",
    "special_groups": "group.special_list",
    "full_groups": "coverage.full_groups",
    "severe_chronic_groups": "coverage.severe_chronic_groups",
    "in_need_conditions": "coverage.in_need_conditions",
}


def population_rule(schemes: Sequence[str], on: date) -> dict[str, Any]:
    """Lists (those of _LISTS) and limits in force: elderly_from_months, child_below_months, maternal_days."""
    norms = group_norms(schemes, on)
    return {
        **{name: _value(key, on, schemes) or [] for name, key in _LISTS.items()},
        "elderly_from_months": norms.elderly_from,
        "child_below_months": norms.child_below,
        "maternal_days": norms.maternal_days,
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


def _value(key: str, on: date, schemes: Sequence[str]) -> Any:
    found = find_value(key, on, schemes)
    return found.value if found else None


def interval(numerator: int, denominator: int) -> tuple[float, float] | None:
    """The 95 % interval of a share after Wilson, or None without cases: how far chance alone may have moved it."""
    if denominator <= 0 or not 0 <= numerator <= denominator:
        return None
    z = 1.959964
    share, square = numerator / denominator, z * z / denominator
    middle = (share + square / 2) / (1 + square)
    half = z * math.sqrt(share * (1 - share) / denominator + square / denominator / 4) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)


def still_needed(numerator: int, denominator: int, target: float) -> int:
    """How many more have to be reached for the share to come to the target; 0 where it does."""
    return max(0, math.ceil(target * denominator - 1e-9) - numerator)
