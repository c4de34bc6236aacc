"""Scores and the division of money. Pure; exact decimals and fractions, money in fen."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction


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
