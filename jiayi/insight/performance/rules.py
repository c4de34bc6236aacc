"""Scores and the division of money. Pure; exact decimals and fractions, money in fen."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any


def weighted(weights: Mapping[str, float], points: Mapping[str, float]) -> Decimal:
    """The sum of points times weight over all dimensions."""
    parts = (Decimal(str(weight)) * Decimal(str(points[name])) for name, weight in weights.items())
    return sum(parts, Decimal(0))


def factor_at(steps: Sequence[tuple[float, float]], share: float) -> Decimal:
    """The factor of the last step that the share reaches; steps rise from 0."""
    reached = [factor for from_share, factor in steps if share >= from_share]
    return Decimal(str(reached[-1]))


def divided(pool_fen: int, parts: Mapping[str, Fraction]) -> dict[str, int]:
    """The pool by parts to the fen: largest remainder, ties by ascending key; all parts zero: nothing to anybody."""
    whole = sum(parts.values(), Fraction(0))
    if not whole:
        return dict.fromkeys(sorted(parts), 0)
    exact = {team: pool_fen * part / whole for team, part in parts.items()}
    amounts = {team: int(share) for team, share in sorted(exact.items())}
    left = pool_fen - sum(amounts.values())
    for team in sorted(exact, key=lambda team: (amounts[team] - exact[team], team))[:left]:
        amounts[team] += 1
    return amounts


def shared(amount_fen: int, members: Mapping[str, tuple[Fraction, Fraction]], floor: Fraction) -> dict[str, int]:
    """A team's amount among its members (ratio, work): the floor equally, the rest by ratio times work.

    Work is units times score. Where nobody has any, the rest goes by ratio. To the fen; the parts come to the amount.
    """
    rest = amount_fen - int(amount_fen * floor)
    parts = {one: ratio * work for one, (ratio, work) in members.items()}
    if not any(parts.values()):
        parts = {one: ratio for one, (ratio, _work) in members.items()}
    equal = divided(amount_fen - rest, dict.fromkeys(members, Fraction(1)))
    earned = divided(rest, parts)
    return {one: equal[one] + earned[one] for one in equal}


def measured(
    dimension: str, indicator: str, weight: float, nothing_at: float, full_at: float, rate: Any
) -> dict[str, Any]:
    """A measure with its numbers and points: none at `nothing_at`, 100 at `full_at` (which may be the lower one)."""
    value = rate.value if rate is not None else None
    points = None
    if value is not None:
        way = (Decimal(str(value)) - Decimal(str(nothing_at))) / (Decimal(str(full_at)) - Decimal(str(nothing_at)))
        points = float(round(min(max(way, Decimal(0)), Decimal(1)) * 100, 4))
    return {
        "dimension": dimension,
        "indicator": indicator,
        "weight": weight,
        "nothing_at": nothing_at,
        "full_at": full_at,
        "numerator": rate.numerator if rate is not None else None,
        "denominator": rate.denominator if rate is not None else None,
        "value": value,
        "points": points,
    }


def dimension_points(
    measures: Sequence[Mapping[str, Any]], entered: Mapping[str, float], dimensions: Sequence[str]
) -> dict[str, float]:
    """By dimension the weighted mean of the measures with data; without any, what was entered, else nothing."""
    points = {}
    for dimension in dimensions:
        known = [one for one in measures if one["dimension"] == dimension and one["points"] is not None]
        whole = sum((Decimal(str(one["weight"])) for one in known), Decimal(0))
        total = sum((Decimal(str(one["weight"])) * Decimal(str(one["points"])) for one in known), Decimal(0))
        points[dimension] = float(round(total / whole, 4)) if whole else float(entered.get(dimension, 0))
    return points
