"""Money in integer fen: read from and written as yuan, and shared out without losing one."""

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

_YUAN = re.compile(r"([+-]?)(\d+)(?:\.(\d{1,2}))?", re.ASCII)


def yuan_text(fen: int) -> str:
    """Fen as yuan with two decimals: 123456 is "1234.56"."""
    sign, rest = ("-" if fen < 0 else ""), abs(fen)
    return f"{sign}{rest // 100}.{rest % 100:02d}"


def parse_yuan(text: str) -> int:
    """Yuan as people write them ("1,234.5", "￥12", "12 元") in fen; ValueError for anything else."""
    bare = "".join(text.split()).replace(",", "").replace("，", "").lstrip("¥￥").removesuffix("元")
    match = _YUAN.fullmatch(bare)
    if match is None:
        raise ValueError("not an amount in yuan")
    sign, yuan, fraction = match.groups()
    fen = int(yuan) * 100 + int((fraction or "0").ljust(2, "0"))
    return -fen if sign == "-" else fen


def share_of(fen: int, rate: Decimal) -> int:
    """An amount times a rate, halves away from zero."""
    return int((Decimal(fen) * rate).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def largest_remainder(total_fen: int, shares: Mapping[str, Fraction | Decimal | int]) -> dict[str, int]:
    """Divide a total by shares so that the parts add up; a fen left over goes to the largest remainder,
    ties by ascending key. Where all shares are zero every part is 0.
    """
    weights = {key: Fraction(share) for key, share in shares.items()}
    if any(weight < 0 for weight in weights.values()):
        raise ValueError("a share below zero")
    whole = sum(weights.values(), Fraction())
    if whole == 0:
        return dict.fromkeys(weights, 0)
    exact = {key: total_fen * weight / whole for key, weight in weights.items()}
    parts = {key: amount.numerator // amount.denominator for key, amount in exact.items()}
    by_remainder = sorted(exact, key=lambda key: (parts[key] - exact[key], key))
    for key in by_remainder[: total_fen - sum(parts.values())]:
        parts[key] += 1
    return parts
