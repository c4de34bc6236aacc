"""Shared resources in words."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.wording import label_of
from jiayi.registry.organization import selectors as organization
from jiayi.service.scheduling import permissions, selectors
from jiayi.service.scheduling.models import Resource, Slot, SlotBooking, SlotWish
from jiayi.service.scheduling.terms import BEDS, COMING, FreeSlot, Pool, ResourceKind, SlotState, WishState

DOCTORS = ("gp", "clinician", "responsible_doctor", "village_doctor")
STATE_SIGNS = {
    SlotState.HELD: ("yellow", "hourglass"),
    SlotState.BOOKED: ("azure", "calendar-event"),
    SlotState.CAME: ("green", "circle-check"),
    SlotState.MISSED: ("red", "user-off"),
    SlotState.GIVEN_BACK: ("secondary", "circle-x"),
    SlotState.LAPSED: ("secondary", "clock-off"),
}


def resource_rows(
    resources: Sequence[Resource], free: Sequence[FreeSlot], uses: Mapping[UUID, selectors.PrimaryUse]
) -> list[dict[str, Any]]:
    """Every resource with its next free days for the reader, and what the grassroots used of it."""
    by_resource: dict[UUID, list[FreeSlot]] = defaultdict(list)
    for one in free:
        by_resource[one.resource_id].append(one)
    return [
        resource_row(one)
        | {
            "days": [{"on": slot.held_on, "free": slot.free} for slot in by_resource[one.id][:4]],
            "free": sum(slot.free for slot in by_resource[one.id]),
            "use": uses.get(one.id, selectors.PrimaryUse()),
        }
        for one in resources
    ]


def use_of_all(uses: Mapping[UUID, selectors.PrimaryUse]) -> selectors.PrimaryUse:
    """All resources together."""
    every = uses.values()
    return selectors.PrimaryUse(sum(one.offered for one in every), sum(one.used for one in every))


def resource_row(one: Resource) -> dict[str, Any]:
    """A resource as lists and its page show it."""
    return {
        "id": one.id,
        "title": one.title,
        "kind": label_of(ResourceKind, one.kind),
        "institution": one.institution.name,
        "who": " ".join(part for part in (one.department, one.doctor_name) if part),
        "place": one.place,
        "time": f"{one.begins_at:%H:%M}—{one.ends_at:%H:%M}",
        "pool": label_of(Pool, one.pool),
        "is_exclusive": one.pool == Pool.EXCLUSIVE,
        "quantity": one.quantity,
        "note": one.note,
    }


def slot_row(slot: Slot, release: str) -> dict[str, Any]:
    """A day of a resource with its shares."""
    shares = sorted(slot.shares.all(), key=lambda one: one.id)
    return {
        "id": slot.id,
        "on": slot.held_on,
        "closed": slot.closed_note,
        "taken": sum(one.taken for one in shares),
        "quantity": sum(one.quantity for one in shares),
        "is_released": release == "all",
        "shares": [
            {"holder": _holder(one.quota), "taken": one.taken, "quantity": one.quantity} for one in shares if one.quota
        ],
    }


def booking_row(viewer: Viewer, one: SlotBooking) -> dict[str, Any]:
    """A resident in a slot."""
    colour, icon = STATE_SIGNS[SlotState(one.state)]
    owner = one.slot.resource.institution
    return {
        "id": one.id,
        "name": one.resident.name,
        "institution": one.institution.name,
        "purpose": one.purpose,
        "number": one.queue_number,
        "is_referred": one.subject_id is not None,
        "sign": {"label": label_of(SlotState, one.state), "colour": colour, "icon": icon},
        "may_enter": one.state in COMING and permissions.shares_from(viewer, owner.id, owner.region_id),
        "may_give_back": one.state in COMING,
    }


def free_row(one: FreeSlot) -> dict[str, Any]:
    """A free day as a resident's page shows it."""
    return {
        "id": one.slot_id,
        "on": one.held_on,
        "title": one.title,
        "kind": label_of(ResourceKind, one.kind),
        "institution": one.institution_name,
        "time": f"{one.begins_at:%H:%M}—{one.ends_at:%H:%M}",
        "free": one.free,
        "is_bed": one.kind in BEDS,
    }


def wish_row(one: SlotWish, on: dt.date) -> dict[str, Any]:
    """Somebody who waits."""
    booking = one.booking
    return {
        "id": one.id,
        "name": one.resident.name,
        "resource": one.resource.title,
        "institution": one.resource.institution.name,
        "by": one.institution.name,
        "latest_on": one.latest_on,
        "is_late": one.latest_on < on,
        "goes_first": one.goes_first,
        "is_offered": one.state == WishState.OFFERED,
        "state": label_of(WishState, one.state),
        "offer": booking.slot.held_on if booking else None,
        "until": booking.held_until if booking else None,
    }


def resource_options(viewer: Viewer) -> list[tuple[str, str]]:
    """Resources to choose from."""
    return [(str(one.id), f"{one.institution.name} {one.title}") for one in selectors.resources(viewer)]


def _holder(quota: Any) -> str:
    holder = quota.institution or quota.team or quota.practitioner
    return getattr(holder, "name", "") or "—"


def holders(viewer: Viewer, on: dt.date) -> list[tuple[str, list[tuple[str, str]]]]:
    """For whom places may be kept: primary institutions, teams, doctors."""
    places = organization.institutions(viewer, is_open=True).filter(level__in=("township", "village"))
    teams = organization.primary_teams(viewer, on)
    doctors = organization.primary_doctors(viewer, DOCTORS)
    return [
        (_("机构"), [(f"institution:{one.id}", one.name) for one in places]),
        (_("团队"), [(f"team:{one.id}", one.name) for one in teams]),
        (_("医生"), [(f"practitioner:{one.id}", f"{one.institution.name} {one.name}") for one in doctors]),
    ]
