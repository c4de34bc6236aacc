"""Values sorted into bands, each named or scored by where it begins."""

from collections.abc import Mapping, Sequence
from typing import Any


def band_of(value: float, bands: Mapping[str, float] | None) -> str | None:
    """The code of the highest band that begins at or below the value; `None` below all of them."""
    reached = [(start, code) for code, start in (bands or {}).items() if start <= value]
    return max(reached)[1] if reached else None


def points_of(value: float, bands: Sequence[Mapping[str, Any]]) -> int:
    """The points of the last band that begins at or below the value; those of the first band below all of them."""
    reached = [band for band in bands if band["at_least"] <= value]
    return int((reached or bands)[-1 if reached else 0]["points"])
