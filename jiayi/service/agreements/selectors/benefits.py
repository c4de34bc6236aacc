"""What an agreement gives its resident, by class of benefit."""

import datetime as dt

from jiayi.foundation.rulebook import RulebookView, rulebook
from jiayi.registry.organization import selectors as organization
from jiayi.service.agreements.models import Agreement
from jiayi.service.agreements.rules.benefits import benefit_of
from jiayi.service.agreements.rules.packages import charged_fen
from jiayi.service.agreements.terms import Payer


def benefits_of(agreement: Agreement, on: dt.date) -> dict[str, list[str]]:
    """Codes of promised items by class (package.benefit_classes), an item in the first of its classes.

    The packages must be prefetched; one query, for the schemes.
    """
    view = RulebookView(on, list(organization.schemes_for(agreement.region_id, on)))
    dedicated, charged = view.get("package.dedicated_kinds") or (), view.get("package.charged_payers") or ()
    found: dict[str, list[str]] = {code: [] for code in view.get("package.benefit_classes") or ()}
    for package in agreement.packages.all():
        own = charged_fen({payer.value: getattr(package, f"{payer}_fen") for payer in Payer}, charged)
        for line in package.items:
            known = rulebook().items.get(line["item"])
            benefit = benefit_of(
                stated=line.get("benefit", ""),
                kind=known.kind if known else "",
                dedicated_kinds=dedicated,
                own_fen=own,
                total_fen=package.total_fen,
            )
            found.get(benefit, []).append(line["item"])
    first = {item: code for code, items in reversed(found.items()) for item in items}
    once = {code: [one for one in dict.fromkeys(items) if first[one] == code] for code, items in found.items()}
    return {code: items for code, items in once.items() if items}
