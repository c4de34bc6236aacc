"""Where a price is written, in the shape of a reason."""

from collections.abc import Iterable
from typing import Any

from jiayi.foundation.core.money import yuan_text
from jiayi.foundation.rulebook import Reason, rulebook
from jiayi.service.agreements.selectors import PackageOffer

CODE = "PACKAGE_PRICE"


def price_reasons(offers: Iterable[PackageOffer]) -> list[dict[str, Any]]:
    """One reason a package: its price a person and year, and the document that sets content and payers."""
    words = rulebook().reasons[CODE]
    return [_reason(words, offer) for offer in offers]


def offer_data(offer: PackageOffer) -> dict[str, Any]:
    """What the API answers of a package on offer."""
    return {
        "package": offer.code,
        "version": offer.version,
        "name_zh": offer.label_zh,
        "name_en": offer.label_en,
        "grade": offer.grade,
        "groups": list(offer.groups),
        "institution": offer.institution_id,
        "starts_on": offer.starts_on,
        "service_months": offer.service_months,
        "items": list(offer.items),
        "amounts_fen": offer.amounts,
        "total_fen": offer.price_fen,
        "source": offer.source,
    }


def _reason(words: Any, offer: PackageOffer) -> dict[str, Any]:
    price = yuan_text(offer.price_fen)
    return Reason(
        code=CODE,
        text_zh=words.zh.format(name=offer.label_zh, price=price),
        text_en=words.en.format(name_en=offer.label_en, price=price),
        source=offer.source,
    ).as_dict()
