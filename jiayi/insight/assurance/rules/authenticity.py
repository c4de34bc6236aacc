"""The authenticity rate of re-interviews, and how sure it is."""

from dataclasses import dataclass

from jiayi.foundation.core.intervals import wilson


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of one with the bounds of its confidence interval, and of how many it is."""

    share: float
    low: float
    high: float
    judged: int


def authenticity(match: int, partial: int, mismatch: int, *, weight: float, confidence: float) -> Rate | None:
    """(match + partial × weight) / (match + partial + mismatch); None where nobody was judged (domain 6.4).

    Those who refused, were not reached or had a wrong number are left out: they prove nothing.
    """
    judged = match + partial + mismatch
    if judged <= 0:
        return None
    share = (match + partial * weight) / judged
    low, high = wilson(share, judged, confidence=confidence)
    return Rate(share, low, high, judged)
