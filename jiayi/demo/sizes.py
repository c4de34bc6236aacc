"""How large a demonstration is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """A size: residents in all, how many villages of each township are lived in, and the county town's share."""

    name: str
    residents: int
    villages: int
    town_share: float


SIZES = {
    "small": Size("small", 2_000, 4, 0.5),
    "medium": Size("medium", 50_000, 12, 0.2),
    "large": Size("large", 1_000_000, 99, 0.12),
}
