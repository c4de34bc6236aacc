"""Occupied days of elderly-care beds by institution and month, and what the subsidy for them comes to (S4-77)."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import TruncMonth

from jiayi.foundation.base.reach import within
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import find_value
from jiayi.registry.organization import selectors as organization
from jiayi.service.scheduling import permissions
from jiayi.service.scheduling.models import SlotBooking
from jiayi.service.scheduling.terms import ResourceKind, SlotState

SUBSIDY = "eldercare_bed.subsidy_per_day_fen"
_PLACE = "slot__resource__institution"


@dataclass(frozen=True)
class BedMonth:
    """An institution's month; `fen` is None where no scheme sets a subsidy. `id` names the row."""

    institution_id: UUID
    institution: str
    month: dt.date
    days: int
    residents: int
    rate_fen: int | None

    @property
    def id(self) -> str:
        return f"{self.institution_id}:{self.month}"

    @property
    def fen(self) -> int | None:
        return None if self.rate_fen is None else self.days * self.rate_fen


def bed_months(viewer: Viewer, *, since: dt.date, on: dt.date) -> list[BedMonth]:
    """Days up to today on which somebody lay in a bed: came, or a later day of a stay that had begun and was not given
    back. The rate is that of the month's first day where the institution stands."""
    begun = SlotBooking.objects.filter(
        stay_id=OuterRef("stay_id"), state=SlotState.CAME, slot__held_on__lte=OuterRef("slot__held_on")
    )
    rows = SlotBooking.objects.filter(
        within(viewer.scope(permissions.SLOT_READ), region=f"{_PLACE}__region_id", institution=f"{_PLACE}_id", team=""),
        Q(state=SlotState.CAME) | Q(Exists(begun), state=SlotState.BOOKED),
        slot__resource__kind=ResourceKind.ELDERLY_CARE_BED,
        slot__held_on__range=(since, on),
    )
    grouped = rows.order_by().annotate(month=TruncMonth("slot__held_on"))
    grouped = grouped.values(f"{_PLACE}_id", f"{_PLACE}__name", f"{_PLACE}__region_id", "month")
    counted = grouped.annotate(days=Count("id"), residents=Count("resident_id", distinct=True))
    return [
        BedMonth(
            one[f"{_PLACE}_id"],
            one[f"{_PLACE}__name"],
            one["month"],
            one["days"],
            one["residents"],
            _rate(one[f"{_PLACE}__region_id"], one["month"]),
        )
        for one in counted.order_by("-month", f"{_PLACE}__name")
    ]


def _rate(region_code: str, month: dt.date) -> int | None:
    found = find_value(SUBSIDY, month, organization.schemes_for(region_code, month))
    return int(found.value) if found else None
