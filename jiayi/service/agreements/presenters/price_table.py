"""The table of prices in words: a row for each package on offer, with who pays and where it is written."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language, gettext_noop

from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.wording import label_of
from jiayi.registry.organization import selectors as organization
from jiayi.service.agreements import selectors
from jiayi.service.agreements.selectors import PackageOffer
from jiayi.service.agreements.terms import Grade, Payer

from .packages import amount_columns
from .prices import price_reasons
from .rows import group_labels, word_of


def price_rows(places: Sequence[Any], on: dt.date) -> list[dict[str, Any]]:
    """The rulebook's packages in the schemes of the first place's region, then those of all places."""
    schemes = tuple(organization.schemes_for(places[0].region_id, on))
    names = {place.id: place.name for place in places}
    offers = selectors.packages_on_offer(on, schemes=schemes)
    own = selectors.own_offers(list(names), on)
    return [_row(offer, names, schemes, on) for offer in (*offers, *own)]


def _row(offer: PackageOffer, names: dict[Any, str], schemes: Sequence[str], on: dt.date) -> dict[str, Any]:
    language = get_language() or ""
    outcome = selectors.judge_offer(offer, schemes, on)
    benefits = dict.fromkeys(line["benefit"] for line in offer.items if line.get("benefit"))
    return {
        "code": offer.code,
        "name": offer.label(language),
        "institution": names.get(offer.institution_id, ""),
        "grade": label_of(Grade, offer.grade),
        "groups": group_labels(offer.groups),
        "charge_class": word_of(outcome["charge_class"]),
        "benefits": [word_of(one) for one in benefits],
        "is_provisional": offer.is_provisional,
        "starts_on": offer.starts_on,
        "price_fen": offer.price_fen,
        "payers": [(payer.label(language), offer.amounts[payer.value]) for payer in Payer],
        "items": [f"{one['name']}×{one['quantity']}" for one in offer.services(language)],
        "reasons": [*price_reasons([offer]), *_classes(outcome)],
        "source": _source(offer),
        **{f"{payer}_fen": amount for payer, amount in offer.amounts.items()},
    }


def _classes(outcome: dict[str, Any]) -> list[dict[str, Any]]:
    keys = ("package.charged_payers", "item.charge_class")
    return [reason for reason in outcome["reasons"] if reason["parameter"] in keys]


def _source(offer: PackageOffer) -> str:
    source = offer.source or {}
    title = source.get("title_en" if (get_language() or "").startswith("en") else "title_zh")
    return " ".join(str(part) for part in (title, source.get("number"), source.get("clause")) if part)


_TEXTS = [
    ("code", gettext_noop("编号")),
    ("name", gettext_noop("服务包")),
    ("institution", gettext_noop("机构")),
    ("grade", gettext_noop("等级")),
    ("charge_class", gettext_noop("收费类别")),
    ("benefits", gettext_noop("受益类别")),
    ("groups", gettext_noop("适用人群")),
    ("starts_on", gettext_noop("自何日起")),
    ("items", gettext_noop("服务项目")),
]
PRICE_COLUMNS = [
    *[Column(label, lambda row, name=name: row[name]) for name, label in _TEXTS],
    *amount_columns(),
    Column(gettext_noop("依据"), lambda row: row["source"]),
]
