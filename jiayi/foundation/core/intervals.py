"""How sure a share of a sample is."""

from math import sqrt
from statistics import NormalDist


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
