"""Which lots to give out of: the first to expire goes first, and none that would expire in the patient's hands."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot with what is on hand."""

    id: UUID
    number: str
    expires_on: dt.date
    on_hand: int


def pick(lots: Iterable[Lot], wanted: int, *, lasting_to: dt.date) -> list[tuple[Lot, int]]:
    """Lots and units to take, the first expired first; less than wanted where there is not enough."""
    taken, left = [], wanted
    for lot in sorted(lots, key=lambda one: (one.expires_on, one.number)):
        if left <= 0:
            break
        if lot.expires_on < lasting_to or lot.on_hand <= 0:
            continue
        units = min(lot.on_hand, left)
        taken.append((lot, units))
        left -= units
    return taken


def suggested_order(*, on_hand: int, used: int, days: int, cover_days: int, minimum: int) -> int:
    """Units to order so that what is used lasts for the days to be covered, and the minimum is kept."""
    expected = -(-used * cover_days // days) if days else 0
    return max(expected + minimum - on_hand, 0)
