"""What remains of orders: sums over what was given out and came back."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Sum

from jiayi.foundation.rulebook import decide
from jiayi.registry.organization import selectors as organization
from jiayi.service.prescriptions.models import (
    DispensedItem,
    Dispensing,
    DispensingReturn,
    Prescription,
    PrescriptionItem,
    ReturnedItem,
)
from jiayi.service.prescriptions.rules import refill as rules
from jiayi.service.prescriptions.rules.amounts import due_units
from jiayi.service.prescriptions.terms import PER_DAY, Frequency

_SUPPLIED = """
    SELECT given.id AS given_id, order_.resident_id, order_.id AS prescription_id, order_.ends_on, order_.stopped_on,
        given."on",
        given.days - coalesce((
            SELECT sum(back.days) FROM prescriptions_dispensingreturn AS back WHERE back.dispensing_id = given.id
        ), 0) AS days
    FROM prescriptions_dispensing AS given
    INNER JOIN prescriptions_prescription AS order_ ON order_.id = given.prescription_id
"""


@dataclass(frozen=True)
class ItemSupply:
    """One item: prescribed, given (less what came back), and due with the next days."""

    item: PrescriptionItem
    given: int
    days_given: int

    @property
    def remaining(self) -> int:
        return self.item.total - self.given

    def due(self, days: int) -> int:
        """Units to give out with so many days; with none, what an earlier part owes."""
        return due_units(
            self.item.units_per_dose,
            PER_DAY[Frequency(self.item.frequency)],
            days_given=self.days_given,
            days=days,
            already=self.given,
            total=self.item.total,
        )


@dataclass(frozen=True)
class Supply:
    """What prescriptions.refill says of an order on a day, its items, and the days that were covered."""

    state: str
    opens_on: dt.date
    runs_out_on: dt.date
    remaining_days: int
    items: list[ItemSupply]
    covers: list[tuple[dt.date, dt.date]]
    reasons: list[dict[str, Any]]

    @property
    def owes(self) -> bool:
        """Whether an earlier part was given short."""
        return any(one.due(0) for one in self.items)


def supply_of(prescription: Prescription, *, on: dt.date) -> Supply:
    """The supply of one order; the caller has found it for its viewer, and holds it where it will change it."""
    return supplies_of([prescription], on=on)[prescription.id]


def supplies_of(prescriptions: Collection[Prescription], *, on: dt.date) -> dict[UUID, Supply]:
    """The supplies of many orders by id. Five queries."""
    ids = [one.id for one in prescriptions]
    dispensed = _dispensed(ids)
    given = _given(ids)
    items: dict[UUID, list[PrescriptionItem]] = defaultdict(list)
    for item in PrescriptionItem.objects.filter(prescription__in=ids).order_by("position"):
        items[item.prescription_id].append(item)
    return {one.id: _supply(one, dispensed.get(one.id, []), given, items[one.id], on=on) for one in prescriptions}


def _supply(
    one: Prescription,
    dispensed: list[rules.Dispensed],
    given: dict[UUID, int],
    items: list[PrescriptionItem],
    *,
    on: dt.date,
) -> Supply:
    facts = {
        "started_on": one.starts_on.isoformat(),
        "total_days": one.days,
        "dispensed": [{"on": each.on.isoformat(), "days": each.days} for each in dispensed],
    }
    said = decide("prescriptions.refill", on=on, schemes=organization.schemes_for(one.region_id, on), facts=facts)
    days_given = sum(each.days for each in dispensed)
    return Supply(
        state=said["state"],
        opens_on=said["opens_on"],
        runs_out_on=said["runs_out_on"],
        remaining_days=said["remaining_days"],
        items=[ItemSupply(item, given.get(item.id, 0), days_given) for item in items],
        covers=rules.cover(one.starts_on, dispensed),
        reasons=said["reasons"],
    )


def _dispensed(prescription_ids: Collection[UUID]) -> dict[UUID, list[rules.Dispensed]]:
    """Days given by handing over, less what came back of each."""
    back = dict(
        DispensingReturn.objects.filter(dispensing__prescription__in=prescription_ids)
        .values_list("dispensing_id")
        .annotate(Sum("days"))
    )
    found: dict[UUID, list[rules.Dispensed]] = defaultdict(list)
    rows = Dispensing.objects.filter(prescription__in=prescription_ids)
    for dispensing_id, prescription_id, on, days in rows.values_list("id", "prescription_id", "on", "days"):
        found[prescription_id].append(rules.Dispensed(on, days - back.get(dispensing_id, 0)))
    return found


def _given(prescription_ids: Collection[UUID]) -> dict[UUID, int]:
    """Units given of each item, less what came back."""
    out = DispensedItem.objects.filter(item__prescription__in=prescription_ids)
    back = ReturnedItem.objects.filter(dispensed__item__prescription__in=prescription_ids)
    given = dict(out.values_list("item_id").annotate(Sum("quantity")))
    returned = dict(back.values_list("dispensed__item_id").annotate(Sum("quantity")))
    return {item: units - returned.get(item, 0) for item, units in given.items()}


def supplied_days() -> str:
    """Given less returned days: given_id, resident_id, prescription_id, ends_on, stopped_on, on, days."""
    return _SUPPLIED
