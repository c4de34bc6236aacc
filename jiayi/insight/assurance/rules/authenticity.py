"""The authenticity rate of re-interviews, and how sure it is."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist


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


def wilson(share: float, count: int, *, confidence: float) -> tuple[float, float]:
    """Score interval of a binomial share without continuity correction (E. B. Wilson, JASA 1927, 22:209–212).

    Unlike the usual ± it stays within 0 and 1 and says something for small samples and shares of 0 and 1 too. For
    halves it takes the share as if it were of whole answers, which is wider than need be.
    """
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    square = z * z / count
    centre = (share + square / 2) / (1 + square)
    half = z / (1 + square) * sqrt(share * (1 - share) / count + square / (4 * count))
    return max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half))
