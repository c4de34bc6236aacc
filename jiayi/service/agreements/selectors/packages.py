"""Packages as the rulebook offers them on a day."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from jiayi.foundation.rulebook import cited, rulebook
from jiayi.service.agreements.faults import misshapen
from jiayi.service.agreements.terms import Payer

BASIC = "basic"


@dataclass(frozen=True)
class PackageOffer:
    """A package of a day: what it promises a year, and what each payer pays (fen a year)."""

    code: str
    label_zh: str
    label_en: str
    grade: str
    groups: tuple[str, ...]
    version: str
    items: tuple[dict, ...]  # {item, quantity, zh, en}
    payers_fen: dict[str, int]
    price_fen: int
    is_provisional: bool
    source: dict[str, Any]  # where content and price are written
    is_meant_for: bool  # it names no groups, or one of the resident's

    @property
    def amounts(self) -> dict[str, int]:
        """What each payer pays, in the order of the payers."""
        return {payer.value: self.payers_fen.get(payer.value, 0) for payer in Payer}


def packages_on_offer(on: dt.date, *, groups: Iterable[str] = ()) -> list[PackageOffer]:
    """Every package with a version of that day, those meant for the groups first, then by grade and code."""
    held = set(groups)
    offers = [_offer(code, on, held) for code in rulebook().packages]
    grades = ["basic", "primary", "intermediate", "advanced"]
    return sorted(
        (offer for offer in offers if offer),
        key=lambda offer: (not offer.is_meant_for, grades.index(offer.grade), offer.code),
    )


def packages_named(codes: Sequence[str], on: dt.date) -> list[PackageOffer]:
    """The offers of these codes, each once; BadShape for none, or one that is not on offer that day."""
    if not codes:
        raise misshapen("E_NO_PACKAGE")
    offers = {code: _offer(code, on, set()) for code in codes}
    if unknown := [code for code, offer in offers.items() if offer is None]:
        raise misshapen("E_PACKAGE_UNKNOWN", "packages", packages=", ".join(unknown))
    return [offer for offer in offers.values() if offer]


def _offer(code: str, on: dt.date, groups: set[str]) -> PackageOffer | None:
    package = rulebook().packages.get(code)
    version = next((one for one in package.versions if one.holds_on(on)), None) if package else None
    if package is None or version is None:
        return None
    return PackageOffer(
        code=code,
        label_zh=package.zh,
        label_en=package.en,
        grade=package.grade,
        groups=tuple(package.groups),
        version=f"{version.starts_on:%Y%m%d}" if version.starts_on else "first",
        items=tuple({"item": ln.item, "quantity": ln.quantity, "zh": ln.zh, "en": ln.en} for ln in version.lines),
        payers_fen=dict(version.payers_fen),
        price_fen=version.price_fen,
        is_provisional=version.provisional,
        source=cited(rulebook(), version),
        is_meant_for=not package.groups or bool(groups & set(package.groups)),
    )


def services_open_to_all(on: dt.date) -> tuple[dict, ...]:
    """What an unsigned resident gets all the same: the items of the basic package (S2.6-23)."""
    offer = _offer(BASIC, on, set())
    return offer.items if offer else ()
