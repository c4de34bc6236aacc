"""What an institution shares: resources with their templates, quotas of their days, the slots of the coming weeks."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Sum

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import ONE_DAY
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.refusals import misshapen
from jiayi.registry.organization import selectors as organization
from jiayi.service.scheduling import permissions
from jiayi.service.scheduling.models import Quota, Resource, Slot, SlotBooking, SlotShare
from jiayi.service.scheduling.rules import days_of, is_regular
from jiayi.service.scheduling.terms import COMING, OnHoliday, ResourceKind, ResourcePlan

from .making import is_holiday, last_day_ahead


@retrying_atomic
def offer_resource(*, by: Viewer, plan: ResourcePlan, on: dt.date) -> Resource:
    """Offer a resource and make its slots. NotVisible for an institution that is not the viewer's to share from."""
    place = organization.institution_for(by, plan.institution_id)
    if not permissions.shares_from(by, place.id, place.region_id):
        raise NotVisible
    if not is_regular(plan.recurrence) or plan.ends_at <= plan.begins_at or plan.kind not in set(ResourceKind):
        raise misshapen("E_RESOURCE_PLAN", "pattern")
    if not plan.title.strip() or not 1 <= plan.quantity <= 500:
        raise misshapen("E_RESOURCE_QUANTITY", "quantity")
    if plan.item and (plan.kind != ResourceKind.EXAMINATION or plan.item not in rulebook().examinations):
        raise misshapen("E_RESOURCE_ITEM", "item")
    rule = plan.recurrence
    resource = Resource.objects.create(
        item=plan.item,
        kind=plan.kind,
        title=plan.title.strip()[:60],
        institution=place,
        department=plan.department.strip()[:60],
        place=plan.place.strip()[:120],
        doctor_name=plan.doctor_name.strip()[:60],
        pool=plan.pool,
        pattern=rule.pattern,
        weekdays=list(rule.weekdays),
        weeks=list(rule.weeks),
        month_days=list(rule.month_days),
        starts_on=rule.starts_on,
        ends_on=rule.ends_on,
        on_holiday=plan.on_holiday,
        begins_at=plan.begins_at,
        ends_at=plan.ends_at,
        quantity=plan.quantity,
        note=plan.note.strip()[:200],
    )
    _note(by, "offer_resource", resource)
    _make([resource], on=on)
    return resource


@retrying_atomic
def end_resource(*, by: Viewer, resource_id: UUID, last_on: dt.date, on: dt.date) -> Resource:
    """Offer it no longer after a day: later slots without bookings go, those with bookings stay to be moved."""
    resource = locked_resource(by, resource_id)
    resource.ends_on = max(last_on, resource.starts_on)
    resource.save(update_fields=["ends_on", "updated_at"])
    later = Slot.objects.filter(resource=resource, held_on__gt=resource.ends_on)
    later.exclude(bookings__state__in=COMING).filter(bookings=None).delete()
    _note(by, "end_resource", resource)
    return resource


@retrying_atomic
def set_quota(
    *,
    by: Viewer,
    resource_id: UUID,
    quantity: int,
    on: dt.date,
    institution_id: UUID | None = None,
    team_id: UUID | None = None,
    practitioner_id: UUID | None = None,
) -> Quota | None:
    """Keep so many places of each day for one holder (0: no longer); coming slots without bookings are divided anew."""
    resource = locked_resource(by, resource_id)
    holder = {"institution_id": institution_id, "team_id": team_id, "practitioner_id": practitioner_id}
    if sum(value is not None for value in holder.values()) != 1 or quantity < 0:
        raise misshapen("E_QUOTA", "quantity")
    others = Quota.objects.filter(resource=resource).exclude(**holder)
    kept = others.aggregate(sum=Sum("quantity"))["sum"] or 0
    if kept + quantity > resource.quantity:
        raise misshapen("E_QUOTA_EXCEEDS", "quantity", left=resource.quantity - kept)
    rows = Quota.objects.filter(resource=resource, **holder)
    quota = None
    if quantity:
        quota, _ = Quota.objects.update_or_create(resource=resource, **holder, defaults={"quantity": quantity})
    else:
        rows.delete()
    _divide(Slot.objects.filter(resource=resource, held_on__gt=on, bookings=None), resource)
    _note(by, "set_quota", resource, quantity=quantity)
    return quota


@retrying_atomic
def close_slot(*, by: Viewer, slot_id: UUID, note: str, on: dt.date) -> Slot:
    """A day is not held: nobody books it any more; who is booked is told apart on the list and booked anew."""
    slot = Slot.objects.select_related("resource").filter(id=slot_id).first()
    if slot is None:
        raise NotVisible
    locked_resource(by, slot.resource_id)
    if not note.strip() or slot.held_on < on:
        raise misshapen("E_SLOT_NOTE", "note")
    slot.closed_note = note.strip()[:100]
    slot.save(update_fields=["closed_note", "updated_at"])
    _note(by, "close_slot", slot.resource, held_on=slot.held_on.isoformat())
    return slot


@retrying_atomic
def make_slots(*, on: dt.date) -> int:
    """The slots of the coming weeks of all resources; a second run makes none."""
    return _make(list(Resource.objects.select_for_update(no_key=True).order_by("id")), on=on)


def locked_resource(by: Viewer, resource_id: UUID) -> Resource:
    """A resource that the viewer may change, locked."""
    found = Resource.objects.select_for_update(of=("self",)).select_related("institution").filter(id=resource_id)
    resource = found.first()
    if resource is None or not permissions.shares_from(by, resource.institution_id, resource.institution.region_id):
        raise NotVisible
    return resource


def _make(resources: Sequence[Resource], *, on: dt.date) -> int:
    made = 0
    for resource in resources:
        until = last_day_ahead(on, resource.institution.region_id)
        since = max(resource.made_until + ONE_DAY if resource.made_until else resource.starts_on, on)
        days = days_of(resource.recurrence(), since, until)
        days = [day for day in days if resource.on_holiday == OnHoliday.KEEP or not is_holiday(day)]
        slots = Slot.objects.bulk_create([Slot(resource=resource, held_on=day) for day in days], ignore_conflicts=True)
        _divide(Slot.objects.filter(id__in=[one.id for one in slots]), resource)
        resource.made_until = max(resource.made_until or dt.date.min, until)
        resource.save(update_fields=["made_until", "updated_at"])
        made += len(slots)
    return made


def _divide(slots: Any, resource: Resource) -> None:
    """Divide days that nobody is booked into among the quotas; what is left is for all."""
    ids = list(slots.values_list("id", flat=True))
    busy = set(SlotBooking.objects.filter(slot_id__in=ids).values_list("slot_id", flat=True))
    free = [one for one in ids if one not in busy]
    quotas = list(Quota.objects.filter(resource=resource))
    left = resource.quantity - sum(quota.quantity for quota in quotas)
    SlotShare.objects.filter(slot_id__in=free).delete()
    SlotShare.objects.bulk_create(
        [SlotShare(slot_id=one, quota=quota, quantity=quota.quantity) for one in free for quota in quotas]
        + [SlotShare(slot_id=one, quantity=left) for one in free if left],
        batch_size=5000,
    )


def _note(by: Viewer, act: str, resource: Resource, **details: Any) -> None:
    audit.record(by=by, act=f"scheduling.{act}", subject_kind="resource", subject_ids=[resource.id], details=details)
