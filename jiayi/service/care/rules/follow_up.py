"""What a follow-up of hypertension or diabetes comes to (public-health norms of 2017, hypertension and diabetes)."""

from dataclasses import dataclass
from typing import Literal

Classification = Literal["controlled", "not_controlled", "adverse_reaction", "complication"]
Referral = Literal["none", "advised", "urgent"]


@dataclass(frozen=True, slots=True)
class Findings:
    """What the visit found; `urgent` when anything calls for emergency care."""

    off_target: bool
    adverse_reaction: bool
    hard_reaction: bool
    complication: bool
    urgent: bool


def classification(found: Findings) -> Classification:
    """The one class of several that apply: what endangers most goes first."""
    if found.complication:
        return "complication"
    if found.adverse_reaction:
        return "adverse_reaction"
    return "not_controlled" if found.off_target else "controlled"


def is_second_failure(current: Classification, previous: Classification | None) -> bool:
    """Not controlled twice running."""
    return current == previous == "not_controlled"


def referral(found: Findings, *, second_failure: bool) -> Referral:
    """Whether to send the patient to a higher hospital, and how fast."""
    if found.urgent:
        return "urgent"
    return "advised" if second_failure or found.hard_reaction or found.complication else "none"


def next_within_days(
    current: Classification, sent: Referral, *, stable: int | None, otherwise: int | None
) -> int | None:
    """Days to the next follow-up: the long interval only when controlled and not referred."""
    return stable if (current, sent) == ("controlled", "none") else otherwise
