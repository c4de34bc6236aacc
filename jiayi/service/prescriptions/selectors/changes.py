"""What is known of a patient now that an order did not know when it was issued, or judged again after a hold."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from jiayi.foundation.rulebook import find_value, rulebook
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.prescriptions.models import Prescription
from jiayi.service.prescriptions.rules import triggers as rules

from .background import background_of

EGFR_FALL, ENZYMES_MOST = "prescription.egfr_fall", "prescription.liver_enzymes_most"


def known_now(resident_id: UUID, region_code: str, on: dt.date) -> dict[str, Any]:
    """Allergies, pregnant and egfr as they are on record."""
    facts = people.facts_of([resident_id], on)[resident_id]
    now = background_of(facts, [], on=on, schemes=organization.schemes_for(region_code, on))
    return {"allergies": now.allergies, "pregnant": now.pregnant, "egfr": now.egfr}


def changes_for(orders: Sequence[Prescription], on: dt.date, *, values: Mapping[str, float] | None = None) -> list[str]:
    """Triggers for any of a resident's orders; `values` were measured since (codes of observations)."""
    first = orders[0]
    now = known_now(first.resident_id, first.region_id, on)
    schemes = organization.schemes_for(first.region_id, on)
    fall, most = (found.value if (found := find_value(key, on, schemes)) else None for key in (EGFR_FALL, ENZYMES_MOST))
    found = [
        code
        for order in orders
        for code in rules.changed_since(_known_to(order), now, egfr_fall=fall, egfr_limits=[*_egfr_limits(order)])
    ]
    if rules.liver_hurt(values or {}, most):
        found.append("organ_function")
    return list(dict.fromkeys(found))


def _known_to(order: Prescription) -> Mapping[str, Any]:
    """What the last judgement knew."""
    return order.judged if order.judged is not None else order.versions.get(number=order.version).content


def _egfr_limits(order: Prescription) -> Iterator[float]:
    """eGFR below which one of its drugs asks for caution."""
    drugs = rulebook().drugs
    for item in order.items.all():
        for caution in drugs[item.drug].cautions if item.drug in drugs else ():
            if caution.when == "kidney" and caution.egfr_below:
                yield caution.egfr_below
