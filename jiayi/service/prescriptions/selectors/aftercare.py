"""Who was told of the policy, where the service is offered, reactions, and what a household has at home."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import SystemViewer, Viewer
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.agreements import selectors as agreements
from jiayi.service.prescriptions import permissions
from jiayi.service.prescriptions.models import (
    AdverseReaction,
    BoxCheck,
    DispensedItem,
    PolicyNotice,
    Prescription,
    PrescriptionItem,
    ServiceOpening,
)
from jiayi.service.prescriptions.rules.amounts import units_for
from jiayi.service.prescriptions.terms import OPEN_STATES, PER_DAY, Frequency, State

from .supplies import Supply, supplies_of

OFFERED_WITHIN = dt.timedelta(days=365)


@dataclass(frozen=True)
class BoxItem:
    """One medicine that a member of the household has at home, and until when it lasts."""

    resident_id: UUID
    name: str
    order: Prescription
    item: PrescriptionItem
    given: int
    until: dt.date
    expected_left: int
    expires_on: dt.date | None  # the earliest last day of the lots given


def signed_for_notice(viewer: Viewer, *, on: dt.date, permission: str = permissions.TELL) -> QuerySet:
    """Running agreements within reach, each with the day on which the resident was told (None: not yet)."""
    told = PolicyNotice.objects.filter(resident_id=OuterRef("resident_id"))
    rows = agreements.agreements(viewer).filter(state="active")
    reach = people.listed(viewer, on, permission, key="resident_id")
    return rows.filter(reach).annotate(told_on=Subquery(told.values("told_on")[:1]))


def notice_of(resident_id: UUID) -> PolicyNotice | None:
    """When and how a resident was told. The caller has found the resident."""
    return PolicyNotice.objects.filter(resident_id=resident_id).first()


def offering_institutions(viewer: Viewer, permission: str = permissions.READ) -> QuerySet:
    """Institutions that hold running agreements, with what shows that they offer the service."""
    since_orders = Prescription.objects.filter(institution_id=OuterRef("pk")).exclude(state=State.REJECTED).order_by()
    last = since_orders.values("institution").annotate(last=Max("issued_on")).values("last")
    opened = ServiceOpening.objects.filter(institution_id=OuterRef("pk")).values("opened_on")
    rows = organization.managed_institutions(viewer, permission)
    running = agreements.agreements(SystemViewer()).filter(state="active", institution_id=OuterRef("pk"))
    signing = running.order_by().values("pk")
    return rows.filter(Exists(signing)).annotate(last_issued=Subquery(last[:1]), service_opened_on=Subquery(opened[:1]))


def is_offering(institution: object, on: dt.date) -> bool:
    """An order within a year, or the service was opened."""
    last = getattr(institution, "last_issued", None)
    return bool(getattr(institution, "service_opened_on", None)) or (last is not None and last >= on - OFFERED_WITHIN)


def reactions(viewer: Viewer, *, on: dt.date) -> QuerySet[AdverseReaction]:
    """Reactions of residents within reach, the latest first."""
    reach = people.listed(viewer, on, permissions.READ, key="resident_id")
    rows = AdverseReaction.objects.filter(reach).select_related("resident", "region", "prescription")
    return rows.order_by("-reported_on", "-id")


def reaction_for(viewer: Viewer, reaction_id: UUID, *, lock: bool = False) -> AdverseReaction:
    """One; NotVisible where its resident is out of reach. `lock` holds it for a change."""
    rows = AdverseReaction.objects.select_for_update(of=("self",)) if lock else AdverseReaction.objects
    found = rows.select_related("resident", "region").filter(pk=reaction_id).first()
    if found is None:
        raise NotVisible
    people.resident_for(viewer, found.resident_id, permission=permissions.REPORT if lock else permissions.READ)
    return found


def box_of(viewer: Viewer, household_id: UUID, *, on: dt.date) -> list[BoxItem]:
    """What the members within reach have of their orders, by member; what lasted to before a month ago is left out."""
    household = people.household_for(viewer, household_id, on=on)
    ids = list(household.members.values_list("pk", flat=True))
    names = {one.pk: one.name for one in people.residents(viewer).filter(pk__in=ids)}
    if not viewer.can(permissions.READ):
        raise NotVisible
    states = (*OPEN_STATES, State.FINISHED, State.LAPSED, State.STOPPED)
    orders = list(
        Prescription.objects.filter(
            resident__in=list(names), state__in=states, runs_out_on__gte=on - dt.timedelta(days=30)
        ).order_by("resident_id", "-issued_on", "-id")
    )
    supplies = supplies_of(orders, on=on)
    last_days = _last_days([one.id for one in orders])
    return [
        BoxItem(
            resident_id=order.resident_id,
            name=names[order.resident_id],
            order=order,
            item=one.item,
            given=one.given,
            until=supplies[order.id].runs_out_on,
            expected_left=_left(supplies[order.id], one.item, one.given, on),
            expires_on=last_days.get(one.item.id),
        )
        for order in orders
        for one in supplies[order.id].items
        if one.given > 0
    ]


def box_checks(viewer: Viewer, household_id: UUID) -> list[BoxCheck]:
    """The last times the box was looked at. NotVisible out of reach."""
    household = people.household_for(viewer, household_id)
    return list(BoxCheck.objects.filter(household=household).order_by("-checked_on", "-id")[:5])


def _left(supply: Supply, item: PrescriptionItem, given: int, on: dt.date) -> int:
    """Units that should be left when every dose was taken."""
    taken_days = sum(
        (min(end, on - dt.timedelta(days=1)) - begin).days + 1 for begin, end in supply.covers if begin < on
    )
    taken = units_for(item.units_per_dose, PER_DAY[Frequency(item.frequency)], taken_days)
    return max(given - taken, 0)


def _last_days(order_ids: list[UUID]) -> dict[UUID, dt.date]:
    found: dict[UUID, dt.date] = {}
    rows = DispensedItem.objects.filter(item__prescription__in=order_ids).values_list("item_id", "expires_on")
    for item_id, expires_on in rows:
        found[item_id] = min(expires_on, found.get(item_id, expires_on))
    return found
