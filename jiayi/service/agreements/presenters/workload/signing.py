"""What a signing adds to the load of its team."""

from typing import Any

from jiayi.service.agreements.selectors import SigningWorkload

from .rows import SIGNS, STATES, state_words


def signing_load(workload: SigningWorkload, team: str) -> dict[str, Any]:
    """What a signing does to the load of its team, for the signing page."""
    after = workload.after
    warning = after["warnings"][0] if after["warnings"] else ""
    state = STATES[warning]
    return {
        "team": team,
        "added": workload.added_hours,
        "before": workload.before,
        "after": after,
        "share": after["share"],
        "percent": None if after["share"] is None else min(round(after["share"] * 100), 100),
        "state": state_words(state),
        "colour": SIGNS[state][0],
        "icon": SIGNS[state][1],
        "reasons": after["reasons"],
    }
