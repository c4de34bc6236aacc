"""What of an order is free to the resident, by the scheme and the county's formulary."""

import datetime as dt
from typing import Any

from django.utils.translation import get_language

from jiayi.foundation.rulebook import decide
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.prescriptions.models import FormularyLine, Prescription

from .catalogue import drug_name
from .evidence import agreement_on

COUNTY_DIGITS = 6


def benefit_of(order: Prescription, *, on: dt.date) -> dict[str, Any]:
    """The outcome of prescriptions.benefit with the names of the free drugs. The caller has found the order."""
    said = _decided(order, on)
    language = get_language() or "zh-hans"
    return said | {"drugs": [drug_name(code, language) for code in said["free"]]}


def free_drugs(order: Prescription, *, on: dt.date) -> list[str]:
    """Codes of the drugs of an order that are free on the day."""
    return list(_decided(order, on)["free"])


def _decided(order: Prescription, on: dt.date) -> dict[str, Any]:
    drugs = list(order.items.order_by("position").values_list("drug", flat=True))
    basic = set(
        FormularyLine.objects.filter(
            region_id=order.region_id[:COUNTY_DIGITS], drug__in=drugs, is_essential=True, is_withdrawn=False
        ).values_list("drug", flat=True)
    )
    person = people.facts_of([order.resident_id], on)[order.resident_id]
    facts = {
        "signed": agreement_on(person, on) is not None,
        "diagnoses": list(order.diagnoses),
        "drugs": [{"code": drug, "basic": drug in basic} for drug in drugs],
    }
    return decide("prescriptions.benefit", on=on, schemes=organization.schemes_for(order.region_id, on), facts=facts)
