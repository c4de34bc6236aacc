"""What the insurance pool pays of one visit: shares as decimals, amounts in fen."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

PERCENTAGE_POINTS = "percentage_points"


@dataclass(frozen=True, slots=True)
class Penalty:
    """How much less the pool pays, and whether in percentage points or of the rate itself."""

    share: Decimal
    in_points: bool


def rate_after(base: Decimal, bonus: Decimal, penalty: Penalty | None) -> Decimal:
    """The pool's share: the bonus first, then the penalty; never below 0 nor above 1."""
    rate = base + bonus
    if penalty is not None:
        rate = rate - penalty.share if penalty.in_points else rate * (1 - penalty.share)
    return min(max(rate, Decimal(0)), Decimal(1))


def deductible_due(level_fen: int, paid_fen: int, amount_fen: int) -> int:
    """What remains of the level's deductible after what was paid before, at most the amount itself."""
    return min(max(level_fen - paid_fen, 0), amount_fen)


def pool_share(amount_fen: int, deductible_fen: int, rate: Decimal) -> int:
    """The pool's part of what exceeds the deductible, half a fen rounded up."""
    return int(((amount_fen - deductible_fen) * rate).quantize(Decimal(1), ROUND_HALF_UP))


def of_level(table: Mapping[str, Mapping[str, int | float]], visit: str, level: str) -> Decimal:
    """The figure of a table by kind of visit and level, exactly as it is written."""
    return Decimal(str(table[visit][level]))
