"""What a team or doctor would hold after a signing, against the caps."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Load:
    """What is held now, and what a signing adds."""

    now: int
    joins: int

    @property
    def after(self) -> int:
        return self.now + self.joins


def exceeds(load: Load, cap: Mapping[str, Any]) -> bool:
    return load.after > int(cap["limit"])


def is_near(load: Load, cap: Mapping[str, Any], share: float) -> bool:
    """Whether the cap is reached to this share or more after signing, also when it is exceeded."""
    return Decimal(load.after) >= Decimal(int(cap["limit"])) * Decimal(str(share))


def joins_nothing(kind: str, is_replacement: bool, active_team: str | None, team: str) -> bool:
    """A replacement consumes no capacity, nor does a renewal with the team one is with."""
    return is_replacement or (kind == "renewal" and active_team == team)
