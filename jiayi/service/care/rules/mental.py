"""How stable a severe mental disorder is (norms of 2017)."""

from dataclasses import dataclass
from typing import Literal

Stability = Literal["unstable", "basically_stable", "stable"]
Insight = Literal["complete", "partial", "none"]
SocialFunction = Literal["good", "fair", "poor"]


@dataclass(frozen=True, slots=True)
class State:
    """What a visit found; `danger` is the grade of dangerous acts, 0 to 5, `alarms` self-harm and the like."""

    danger: int
    alarms: bool
    symptoms: bool
    insight: Insight
    social_function: SocialFunction


def stability(state: State, *, unstable_from: int | None, some_danger_from: int | None) -> Stability:
    """The gravest class that applies."""
    if state.alarms or _reached(state.danger, unstable_from):
        return "unstable"
    poor = state.symptoms or state.insight == "none" or state.social_function == "poor"
    return "basically_stable" if poor or _reached(state.danger, some_danger_from) else "stable"


def _reached(danger: int, limit: int | None) -> bool:
    return limit is not None and danger >= limit
