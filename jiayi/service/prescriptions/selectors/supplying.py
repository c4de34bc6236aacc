"""What an institution's stock is short of, and its requests to the county for it."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, F, Q, QuerySet, Sum, Value, When

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import find_value
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import PRIMARY_LEVELS
from jiayi.service.prescriptions.models import (
    DispensedItem,
    PrescriptionItem,
    ReturnedItem,
    StockLot,
    StockMinimum,
    StockMovement,
    SupplyRequest,
)
from jiayi.service.prescriptions.rules.amounts import units_for
from jiayi.service.prescriptions.rules.stock import suggested_order
from jiayi.service.prescriptions.terms import PER_DAY, Frequency, MovementKind, State

from .stock import institutions_with_stock

COVER, USED = "stock.order_covers_days", "stock.usage_over_days"
Key = tuple[str, str, str]  # drug, form, strength


@dataclass(frozen=True)
class Need:
    """One drug of an institution in units: usable on hand, warned below, used lately, coming due, to be ordered."""

    drug: str
    form: str
    strength: str
    on_hand: int
    minimum: int
    used: int
    coming: int
    suggested: int

    @property
    def is_short(self) -> bool:
        return self.on_hand < max(self.minimum, 1) or self.suggested > 0


def needs(viewer: Viewer, institution_id: UUID, *, on: dt.date) -> list[Need]:
    """Every drug that the institution holds, wants to hold, or will have to give out. NotVisible out of reach."""
    institution = institutions_with_stock(viewer).filter(pk=institution_id).first()
    if institution is None:
        raise NotVisible
    schemes = organization.schemes_for(institution.region_id, on)
    cover, over = (found.value if (found := find_value(key, on, schemes)) else 0 for key in (COVER, USED))
    there, minimums = _there(institution_id, on), _minimums(institution_id)
    used, coming = _used(institution_id, since=on - dt.timedelta(days=over), on=on), _coming(institution_id, on, cover)
    keys = sorted({*there, *minimums, *used, *coming})
    return [
        Need(
            *key,
            on_hand=there[key],
            minimum=minimums.get(key, 0),
            used=used[key],
            coming=coming[key],
            suggested=max(
                suggested_order(
                    on_hand=there[key], used=used[key], days=over, cover_days=cover, minimum=minimums.get(key, 0)
                ),
                coming[key] + minimums.get(key, 0) - there[key],
                0,
            ),
        )
        for key in keys
    ]


def supply_requests(viewer: Viewer) -> QuerySet[SupplyRequest]:
    """Requests from or to institutions whose stock the viewer may see."""
    ids = institutions_with_stock(viewer).values("pk")
    rows = SupplyRequest.objects.filter(Q(from_institution__in=ids) | Q(to_institution__in=ids))
    return rows.select_related("from_institution", "to_institution").order_by("-asked_on", "-id")


def supply_request_for(viewer: Viewer, request_id: UUID) -> SupplyRequest:
    """One with its institutions; NotVisible out of reach."""
    found = supply_requests(viewer).filter(pk=request_id).prefetch_related("lines__parts").first()
    if found is None:
        raise NotVisible
    return found


def suppliers(viewer: Viewer, institution_id: UUID) -> QuerySet:
    """Open hospitals above the township, another than the one that asks; those of its consortium first (S4-75), each
    with `is_near` for being of it."""
    rows = organization.institutions(viewer, is_open=True).exclude(level__in=("", *PRIMARY_LEVELS))
    own = institutions_with_stock(viewer).filter(pk=institution_id).values_list("consortium_id", flat=True).first()
    near = Case(When(consortium_id=own, then=True), default=False) if own else Value(value=False)
    rows = rows.annotate(is_near=near).exclude(pk=institution_id)
    return rows.order_by(F("is_near").desc(), "level", "code")


def _there(institution_id: UUID, on: dt.date) -> Counter[Key]:
    rows = StockLot.objects.filter(institution_id=institution_id, expires_on__gte=on).order_by()
    found = rows.values_list("drug", "form", "strength").annotate(Sum("on_hand"))
    return Counter({(drug, form, strength): units for drug, form, strength, units in found})


def _minimums(institution_id: UUID) -> dict[Key, int]:
    rows = StockMinimum.objects.filter(institution_id=institution_id)
    return {(one.drug, one.form, one.strength): one.minimum for one in rows}


def _used(institution_id: UUID, *, since: dt.date, on: dt.date) -> Counter[Key]:
    rows = StockMovement.objects.filter(
        lot__institution_id=institution_id,
        kind__in=(MovementKind.DISPENSED, MovementKind.RETURNED),
        on__gt=since,
        on__lte=on,
    )
    found = rows.order_by().values_list("lot__drug", "lot__form", "lot__strength").annotate(Sum("quantity"))
    return Counter({(drug, form, strength): -units for drug, form, strength, units in found})


def _coming(institution_id: UUID, on: dt.date, days: int) -> Counter[Key]:
    """Units of the parts of running orders that come due within the days. Three queries."""
    items = list(
        PrescriptionItem.objects.filter(
            prescription__institution_id=institution_id,
            prescription__state=State.ACTIVE,
            prescription__opens_on__lte=on + dt.timedelta(days=days),
        ).only("id", "drug", "form", "strength", "units_per_dose", "frequency", "total")
    )
    given = _given([one.id for one in items])
    found: Counter[Key] = Counter()
    for one in items:
        left = one.total - given[one.id]
        wanted = units_for(one.units_per_dose, PER_DAY[Frequency(one.frequency)], days)
        found[(one.drug, one.form, one.strength)] += max(min(left, wanted), 0)
    return found


def _given(item_ids: Sequence[UUID]) -> dict[UUID, int]:
    found: dict[UUID, int] = defaultdict(int)
    out = DispensedItem.objects.filter(item__in=item_ids).order_by().values_list("item_id").annotate(Sum("quantity"))
    for item, units in out:
        found[item] += units
    back = ReturnedItem.objects.filter(dispensed__item__in=item_ids).order_by()
    for item, units in back.values_list("dispensed__item_id").annotate(Sum("quantity")):
        found[item] -= units
    return found
