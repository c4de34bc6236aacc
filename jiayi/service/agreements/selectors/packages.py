"""Packages on offer on a day: the rulebook's, and those that an institution has composed for its own teams."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from jiayi.foundation.base.periods import in_force
from jiayi.foundation.rulebook import cited, rulebook
from jiayi.foundation.ui.refusals import misshapen
from jiayi.service.agreements.models import AgreementPackage, PackageLine, PackageVersion
from jiayi.service.agreements.terms import Grade, Payer, VersionState

BASIC = "basic"
_GRADES = list(Grade)
_APPROVED = "institution-package"  # rulebook/documents.yaml
_MARKS = ("interval_days", "per_household", "benefit")


@dataclass(frozen=True)
class PackageOffer:
    """A package of a day: what it promises a year, and what each payer pays (fen a year)."""

    code: str
    label_zh: str
    label_en: str
    grade: str
    groups: tuple[str, ...]
    version: str
    items: tuple[dict, ...]  # {item, quantity, zh, en}, and where set interval_days, per_household, benefit
    payers_fen: dict[str, int]
    price_fen: int
    is_provisional: bool
    is_meant_for: bool  # it names no groups, or one of the resident's
    starts_on: dt.date | None = None  # of this version; None: as far back as the rulebook goes
    source: dict[str, Any] | None = None  # where content and price are written
    institution_id: UUID | None = None  # whose own it is; None: the rulebook's
    service_months: int | None = None  # from the first day; None: the whole term

    def label(self, language: str) -> str:
        """What it is called."""
        return self.label_en if language.startswith("en") else self.label_zh

    def services(self, language: str) -> list[dict[str, Any]]:
        """What it promises a year, in words: {name, quantity}."""
        name = "en" if language.startswith("en") else "zh"
        return [{"name": one[name], "quantity": one["quantity"]} for one in self.items]

    @property
    def amounts(self) -> dict[str, int]:
        """What each payer pays, in the order of the payers."""
        return {payer.value: self.payers_fen.get(payer.value, 0) for payer in Payer}

    @property
    def household_limits(self) -> dict[str, int]:
        """Of each limited item, how many members of a household may hold it (S2.7-15)."""
        return {line["item"]: line["per_household"] for line in self.items if line.get("per_household")}


def packages_on_offer(
    on: dt.date, *, groups: Iterable[str] = (), institution_id: UUID | None = None, schemes: Collection[str] = ()
) -> list[PackageOffer]:
    """Every package with a version of that day, for teams of the institution and regions of the schemes: those meant
    for the groups first (the more closely meant before the general), then by grade and code. Two queries at most."""
    held = set(groups)
    offers = [_of_rulebook(code, on, held, schemes) for code in rulebook().packages]
    offers += own_offers([institution_id], on, groups=held) if institution_id else []
    return sorted((offer for offer in offers if offer), key=_order)


def _order(offer: PackageOffer) -> tuple:
    return not offer.is_meant_for, not offer.groups, _GRADES.index(Grade(offer.grade)), offer.code


def packages_named(
    codes: Sequence[str], on: dt.date, *, institution_id: UUID | None = None, schemes: Collection[str] = ()
) -> list[PackageOffer]:
    """The offers of these codes, each once; BadShape for none, or one that is not on offer that day."""
    if not codes:
        raise misshapen("E_NO_PACKAGE")
    offers = {code: _of_rulebook(code, on, set(), schemes) for code in codes}
    if institution_id and None in offers.values():
        offers |= {offer.code: offer for offer in own_offers([institution_id], on, codes=list(offers))}
    if unknown := [code for code, offer in offers.items() if offer is None]:
        raise misshapen("E_PACKAGE_UNKNOWN", "packages", packages=", ".join(unknown))
    return [offer for offer in offers.values() if offer]


def own_offers(
    institution_ids: Iterable[UUID], on: dt.date, *, groups: Collection[str] = (), codes: Sequence[str] | None = None
) -> list[PackageOffer]:
    """The packages of institutions that are on offer on a day, by code. Two queries, however many."""
    found = PackageVersion.objects.filter(in_force(on), state=VersionState.PUBLISHED)
    found = found.filter(package__institution__in=list(institution_ids))
    if codes is not None:
        found = found.filter(package__code__in=codes)
    found = found.select_related("package").prefetch_related("lines").order_by("package__code")
    return [_of_institution(version, set(groups)) for version in found]


def _of_institution(version: PackageVersion, groups: set[str]) -> PackageOffer:
    return PackageOffer(
        code=version.package.code,
        label_zh=version.name_zh,
        label_en=version.name_en or version.name_zh,
        grade=version.grade,
        groups=tuple(version.groups),
        version=str(version.number),
        items=tuple(_line_of(line) for line in version.lines.all()),
        payers_fen=version.payers_fen,
        price_fen=version.price_fen,
        is_provisional=False,
        is_meant_for=not version.groups or bool(groups & set(version.groups)),
        starts_on=version.starts_on,
        source=_approval(version),
        institution_id=version.package.institution_id,
        service_months=version.service_months,
    )


def _approval(version: PackageVersion) -> dict[str, Any]:
    document = rulebook().documents[_APPROVED]
    number, titles = version.package.code, {"title_zh": document.zh, "title_en": document.en}
    clause = f"v{version.number}"
    return {"document": _APPROVED, **titles, "number": number, "clause": clause, "confidence": "stated"}


def _line_of(line: PackageLine) -> dict:
    promised = {"item": line.item, "quantity": line.quantity, "zh": line.label_zh, "en": line.label_en}
    return promised | {name: value for name in _MARKS if (value := getattr(line, name))}


def _of_rulebook(code: str, on: dt.date, groups: set[str], schemes: Collection[str] = ()) -> PackageOffer | None:
    package = rulebook().packages.get(code)
    version = next((one for one in package.versions if one.holds_on(on)), None) if package else None
    if package is None or version is None or (package.schemes and not set(package.schemes) & set(schemes)):
        return None
    return PackageOffer(
        code=code,
        label_zh=package.zh,
        label_en=package.en,
        grade=package.grade,
        groups=tuple(package.groups),
        version=f"{version.starts_on:%Y%m%d}" if version.starts_on else "first",
        items=tuple(
            {"item": line.item, "quantity": line.quantity, "zh": line.zh, "en": line.en}
            | {name: value for name in _MARKS if (value := getattr(line, name))}
            for line in version.lines
        ),
        payers_fen=dict(version.payers_fen),
        price_fen=version.price_fen,
        is_provisional=version.provisional,
        source=cited(rulebook(), version),
        is_meant_for=not package.groups or bool(groups & set(package.groups)),
        starts_on=version.starts_on,
    )


def package_label(promised: AgreementPackage, language: str) -> str:
    """What a package is called, as promised; for those written before names were kept, as the rulebook calls it."""
    english = language.startswith("en")
    if kept := promised.label_en if english else promised.label_zh:
        return kept
    package = rulebook().packages.get(promised.package)
    return package.label(language) if package else promised.package


def services_open_to_all(on: dt.date) -> tuple[dict, ...]:
    """What an unsigned resident gets all the same: the items of the basic package (S2.6-23)."""
    offer = _of_rulebook(BASIC, on, set())
    return offer.items if offer else ()
