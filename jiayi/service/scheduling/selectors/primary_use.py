"""How many of the slots that were offered the grassroots used (domain of indicator slot-use-by-primary)."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Sum

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.service.scheduling import permissions
from jiayi.service.scheduling.models import SlotBooking, SlotShare
from jiayi.service.scheduling.terms import TAKING

from .slots import PRIMARY


@dataclass(frozen=True)
class PrimaryUse:
    """Places of open days, and those of them that village and township institutions took."""

    offered: int = 0
    used: int = 0

    @property
    def rate(self) -> float | None:
        return self.used / self.offered if self.offered else None


def primary_use(viewer: Viewer, *, since: dt.date, until: dt.date) -> dict[UUID, PrimaryUse]:
    """By resource, of days between these two; counts of places alone. Two queries."""
    if not viewer.can(permissions.SLOT_READ):
        raise NotVisible
    days = {"slot__held_on__range": (since, until), "slot__closed_note": ""}
    offered = SlotShare.objects.filter(**days).values_list("slot__resource").annotate(Sum("quantity"))
    taken = SlotBooking.objects.filter(**days, state__in=TAKING, institution__level__in=PRIMARY)
    used = dict(taken.order_by().values_list("slot__resource").annotate(Count("id")))
    return {resource: PrimaryUse(places, used.get(resource, 0)) for resource, places in offered.order_by()}
