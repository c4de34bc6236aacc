"""Which regions a viewer may see numbers of, and what their villages follow on a day."""

import json
from datetime import date
from typing import Any

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Scope, Viewer
from jiayi.insight.indicators.permissions import READ
from jiayi.insight.indicators.rules import population_rule
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import CODE_LENGTHS, RegionLevel

# By the digits of a region's code ("" for all), those of its parts in tables; a village has none.
PART_DIGITS = {0: 6, 2: 4, 4: 6, 6: 9, 9: 12}
TOWNSHIP_DIGITS = CODE_LENGTHS[RegionLevel.TOWNSHIP]


def home_region(viewer: Viewer) -> str:
    """The widest region the viewer may see coverage of; refuses where there is none."""
    scope: Scope = viewer.scope(READ)
    if scope.everything:
        return ""
    if not scope.region_prefixes:
        raise NotVisible
    return min(scope.region_prefixes, key=lambda prefix: (len(prefix), prefix))


def require_region(viewer: Viewer, region_code: str, permission: str = READ) -> None:
    """Refuse a region outside of the viewer's reach as if it did not exist."""
    if not viewer.scope(permission).holds_region(region_code):
        raise NotVisible


def region_rules(region_code: str, on: date) -> list[dict[str, Any]]:
    """One population rule for each village at or below a region ("" for all), by its schemes on the day."""
    return rules_of(organization.village_schemes(region_code, on), on)


def rules_of(stacks: dict[str, tuple[str, ...]], on: date) -> list[dict[str, Any]]:
    """One population rule for each village by its stack, with the values of a day."""
    rule_of = {schemes: population_rule(schemes, on) for schemes in set(stacks.values())}
    return [{"region_code": code, **rule_of[schemes]} for code, schemes in stacks.items()]


def fact_parameters(region_code: str, on: date, rules: list[dict[str, Any]]) -> dict[str, Any]:
    """What the SQL files of facts are asked with."""
    first, last = bounds(region_code)
    return {"as_of": on, "rules": json.dumps(rules), "first": first, "last": last}


def bounds(prefix: str) -> tuple[str, str]:
    """The half-open range of codes that begin with prefix."""
    return prefix, prefix + ":" if prefix else ":"
