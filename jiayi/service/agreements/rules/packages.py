"""What a package costs whom, and how many of a household hold a limited service."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jiayi.foundation.core.dates import Period

DAYS_A_YEAR = 365
FREE_PACKAGE, PAID_PACKAGE = "free", "paid_package"
PERSONALISED = "personalised_service"


def price_fen(payers_fen: Mapping[str, int]) -> int:
    """A package costs what its payers pay together."""
    return sum(payers_fen.values())


def charged_fen(payers_fen: Mapping[str, int], charged_payers: Iterable[str]) -> int:
    """What of it is the resident's own to pay."""
    return sum(payers_fen.get(payer, 0) for payer in charged_payers)


def charge_class(payers_fen: Mapping[str, int], charged_payers: Iterable[str]) -> str:
    """Paid for (有偿) where anything is the resident's own to pay (S2.4-21)."""
    return PAID_PACKAGE if charged_fen(payers_fen, charged_payers) else FREE_PACKAGE


def charge_class_of_item(item: str, items_by_class: Mapping[str, Sequence[str]]) -> str:
    """The class that names the item; any other item is a personalised one (S2.2-06)."""
    return next((name for name, items in items_by_class.items() if item in items), PERSONALISED)


def fits_in_a_year(quantity: int, interval_days: int | None) -> bool:
    """Whether so many can be given in a year with so many days between them."""
    return interval_days is None or (quantity - 1) * interval_days < DAYS_A_YEAR


@dataclass(frozen=True, slots=True)
class Holding:
    """Someone who holds a limited service for a time."""

    holder: object
    period: Period


def most_at_once(holdings: Sequence[Holding], during: Period) -> int:
    """The most different holders on any day of a period."""
    shared = [one for one in holdings if one.period.overlaps(during)]
    days: set[date] = {max(one.period.starts_on, during.starts_on) for one in shared}
    return max((len({one.holder for one in shared if day in one.period}) for day in days), default=0)
