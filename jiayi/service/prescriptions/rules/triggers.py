"""What a saved record says against going on with an order (management norms 2021; the rest is this project's)."""

from collections.abc import Collection, Mapping
from typing import Any

REGULAR = "regular"
ENZYMES = ("alt", "ast")
WATCHED = ("egfr", *ENZYMES)  # observations
PREGNANT = "maternal"  # the group


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


def changed_since(
    before: Mapping[str, Any], now: Mapping[str, Any], *, egfr_fall: float | None, egfr_limits: Collection[float]
) -> list[str]:
    """Triggers in what is known of the patient now (allergies, pregnant, egfr) and the last judgement did not know."""
    found = {
        "pregnancy": bool(now["pregnant"]) and before.get("pregnant") is False,
        "allergy_changed": new_allergies(before.get("allergies"), now["allergies"]),
        "organ_function": kidneys_weaker(before.get("egfr"), now["egfr"], fall=egfr_fall, limits=egfr_limits),
    }
    return [code for code, holds in found.items() if holds]


def new_allergies(before: Collection[str] | None, after: Collection[str] | None) -> bool:
    """Whether something is on record now that the order did not know."""
    return bool(set(after or ()) - set(before or ()))


def kidneys_weaker(before: float | None, now: float | None, *, fall: float | None, limits: Collection[float]) -> bool:
    """Whether the eGFR fell by such a share, or below what the insert of an ordered drug asks for."""
    if now is None:
        return False
    if any(now < limit and (before is None or before >= limit) for limit in limits):
        return True
    return before is not None and fall is not None and now <= before * (1 - fall)


def liver_hurt(values: Mapping[str, float], most: float | None) -> bool:
    """Whether a transaminase (U/L) is above what may pass."""
    return most is not None and any(values.get(code, 0) > most for code in ENZYMES)
