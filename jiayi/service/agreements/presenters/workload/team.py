"""What makes the load of one team."""

from typing import Any

from django.utils.translation import get_language

from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.wording import age_words
from jiayi.service.agreements.rules.workload import MINUTES_AN_HOUR, Measure
from jiayi.service.agreements.selectors import ExplainedWorkload, package_label

from .rows import load_row


def team_load_page(shown: ExplainedWorkload) -> dict[str, Any]:
    """One team's load with all that makes it."""
    found, promised = shown.load.measure, shown.load.promised
    row = load_row(shown.load)
    return {
        "row": row,
        "percent": None if row.share is None else min(round(row.share * 100), 100),
        "reasons": shown.outcome["reasons"],
        "warnings": [one for one in shown.outcome["reasons"] if one["code"] in shown.outcome["warnings"]],
        "items": _items(found),
        "packages": [
            {"label": package_label(package, _language()), "count": count}
            for package, count in sorted(promised.packages, key=lambda pair: pair[1], reverse=True)
        ],
        "bands": _bands(found),
        "conditions": _conditions(found, shown),
        "members": _members(found, shown),
    }


def _items(found: Measure) -> list[dict[str, Any]]:
    """What is promised, the most hours first."""
    items = rulebook().items
    rows = [
        {
            "label": items[code].label(_language()) if code in items else code,
            "quantity": quantity,
            "minutes": hours * MINUTES_AN_HOUR / quantity if quantity else 0,
            "hours": hours,
            "share": hours / found.expected_hours if found.expected_hours else 0,
        }
        for code, (quantity, hours) in found.by_item.items()
        if quantity
    ]
    return sorted(rows, key=lambda row: row["hours"], reverse=True)


def _bands(found: Measure) -> list[dict[str, Any]]:
    return [
        {
            "label": age_words(band.first, band.last, _language()),
            "persons": persons,
            "weight": band.weight,
            "weighted": band.weight * persons,
        }
        for band, persons in found.by_band
    ]


def _conditions(found: Measure, shown: ExplainedWorkload) -> list[dict[str, Any]]:
    """The conditions that weigh, the heaviest first."""
    groups = rulebook().groups
    weights = next(
        (one["value"] for one in shown.outcome["reasons"] if one.get("parameter") == "workload.condition_weights"), {}
    )
    rows = [
        {
            "label": groups[code].label(_language()) if code in groups else code,
            "persons": persons,
            "weight": weights[code],
            "weighted": weights[code] * persons,
        }
        for code, persons in found.by_condition.items()
        if persons and code in weights
    ]
    return sorted(rows, key=lambda row: row["weighted"], reverse=True)


def _members(found: Measure, shown: ExplainedWorkload) -> list[dict[str, Any]]:
    roles = rulebook().roles
    return [
        {
            "name": one.name,
            "roles": [roles[role].label(_language()) if role in roles else role for role in one.roles],
            "weekly_hours": one.weekly_hours,
            "teams": one.teams,
            "hours": hours,
        }
        for one, hours in zip(shown.load.promised.members, found.by_member, strict=True)
    ]


def _language() -> str:
    return get_language() or ""
