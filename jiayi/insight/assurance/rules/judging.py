"""From when on a count of hits is a finding, and how grave it looks."""

from typing import Literal

Measure = Literal["share", "count"]
AT_THRESHOLD, MOST = 50, 100


def is_finding(measure: Measure, hits: int, total: int, *, threshold: float, least: int = 0) -> bool:
    """Whether the hits, of all cases, reach the threshold: a share once there are `least` cases, or a number."""
    if hits <= 0:
        return False
    if measure == "count":
        return hits >= threshold
    return total >= max(least, 1) and hits / total >= threshold


def score(measure: Measure, hits: int, total: int, *, threshold: float) -> int:
    """0 to 100, 50 at the threshold: a share nears 100 as all cases are hits, a number as it outgrows the threshold."""
    if hits <= 0 or (measure == "share" and total <= 0):
        return 0
    measured = hits if measure == "count" else hits / total
    if measured < threshold:
        return round(AT_THRESHOLD * measured / threshold)
    if measure == "count":
        beyond = 1 - threshold / measured
    else:
        beyond = (measured - threshold) / (1 - threshold) if threshold < 1 else 1.0
    return round(AT_THRESHOLD + (MOST - AT_THRESHOLD) * beyond)
