"""What a saved record says against going on with an order (management norms 2021; the rest is this project's)."""

from collections.abc import Collection, Mapping
from typing import Any

REGULAR = "regular"


def found_in(values: Mapping[str, Any], outcomes: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Triggers by their codes, in the order of danger; the record is one about the order's disease."""
    said = {outcome.get("classification") for outcome in outcomes.values()}
    holding = {
        "urgent_value": any(outcome.get("referral") == "urgent" for outcome in outcomes.values()),
        "adverse_reaction": "adverse_reaction" in said or bool(values.get("reaction_severe")),
        "pregnancy": bool(values.get("pregnant_or_lactating")),
        "goal_missed": bool(said & {"not_controlled", "unstable"}),
        "other_disease": bool(values.get("new_complication")),
        "poor_adherence": values.get("adherence", REGULAR) != REGULAR,
    }
    return [code for code, holds in holding.items() if holds]


def new_allergies(before: Collection[str] | None, after: Collection[str] | None) -> bool:
    """Whether something is on record now that the order did not know."""
    return bool(set(after or ()) - set(before or ()))
