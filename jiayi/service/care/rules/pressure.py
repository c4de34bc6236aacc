"""Blood pressure against limits. Pressures in mmHg; a limit is {systolic, diastolic}, reached by either of the two."""

from collections.abc import Mapping, Sequence
from typing import Any

Limit = Mapping[str, Any]


def reaches(systolic: float, diastolic: float, limit: Limit | None) -> bool:
    """Whether either pressure is at or above its limit; without a limit nothing is."""
    return limit is not None and (systolic >= limit["systolic"] or diastolic >= limit["diastolic"])


def limit_at(age: int, limits: Sequence[Limit] | None) -> Limit | None:
    """The limit of an age in completed years: the last that begins at or before it."""
    reached = [limit for limit in limits or [] if limit["from_years"] <= age]
    return reached[-1] if reached else None
