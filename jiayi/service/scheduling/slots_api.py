"""Shared resources over the API: what is free, booking a place, giving it back."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible, identifier_of
from jiayi.foundation.base.idempotency import DOCUMENTED, answer_once
from jiayi.foundation.core.dates import add_months
from jiayi.service.scheduling import permissions, selectors, services
from jiayi.service.scheduling.models import SlotBooking
from jiayi.service.scheduling.terms import Booker, ResourceKind, SlotState

router = Router(tags=["scheduling"])
MONTHS = 12


class SlotQuery(Schema):
    """For which institution one books, and the days; two weeks from today where none are named."""

    institution: UUID
    practitioner: UUID | None = Field(None, description="A doctor with places of their own.")
    owner: UUID | None = Field(None, description="Of this institution's resources alone.")
    since: dt.date | None = None
    until: dt.date | None = None


class SlotAnswer(Schema):
    """A day of a resource; `free` places are left for this institution today. Times are of Asia/Shanghai."""

    slot_id: UUID
    resource_id: UUID
    institution_id: UUID
    institution_name: str
    kind: ResourceKind
    title: str
    department: str
    held_on: dt.date
    begins_at: dt.time
    ends_at: dt.time
    free: int


class NewSlotBooking(Schema):
    """A resident for a place; `days` of a bed; `holds` for some minutes only."""

    model_config = ConfigDict(extra="forbid")

    resident: UUID
    institution: UUID
    practitioner: UUID | None = None
    days: int = Field(1, ge=1, le=90)
    holds: bool = False
    purpose: str = Field("", max_length=100)


class Attendance(Schema):
    """Whether the resident came."""

    model_config = ConfigDict(extra="forbid")

    state: Literal[SlotState.CAME, SlotState.MISSED]


class SlotBookingAnswer(Schema):
    """A place as it stands."""

    id: UUID
    slot: UUID
    resident: UUID
    state: SlotState
    held_on: dt.date
    held_until: dt.datetime | None
    queue_number: int | None = Field(description="Of who came: the turn.")


@router.get("/slots", response=list[SlotAnswer], summary="Free places of shared resources, the nearest first")
def slots(request: HttpRequest, query: Query[SlotQuery]) -> list[Any]:
    """What this institution may book today; no resident's data."""
    viewer, today = request.viewer, clock.today()
    since = query.since or today
    booker = Booker(query.institution, practitioner_id=query.practitioner)
    until = min(query.until or since + dt.timedelta(days=14), since + dt.timedelta(days=60))
    return selectors.free_slots(viewer, booker, since=since, until=until, on=today, institution_id=query.owner)


class BedQuery(Schema):
    """The days that are counted, up to today; a year where none are named."""

    since: dt.date | None = None


class BedMonthAnswer(Schema):
    """An institution's month of elderly-care beds: occupied days, and their subsidy (null where no scheme sets one)."""

    institution: UUID
    institution_name: str
    month: dt.date = Field(description="The first day of the month.")
    days: int
    residents: int
    subsidy_per_day_fen: int | None
    subsidy_fen: int | None


@router.get("/bed-days", response=list[BedMonthAnswer], summary="Occupied elderly-care beds with their subsidy")
def bed_days(request: HttpRequest, query: Query[BedQuery]) -> list[dict[str, Any]]:
    """By institution and month, the latest first; no resident's data. A bed is booked as any place is, with `days`."""
    if not request.viewer.can(permissions.SLOT_READ):
        raise NotVisible
    today = clock.today()
    rows = selectors.bed_months(
        request.viewer, since=query.since or add_months(today.replace(day=1), -MONTHS), on=today
    )
    return [
        {
            "institution": one.institution_id,
            "institution_name": one.institution,
            "month": one.month,
            "days": one.days,
            "residents": one.residents,
            "subsidy_per_day_fen": one.rate_fen,
            "subsidy_fen": one.fen,
        }
        for one in rows
    ]


@router.post(
    "/slots/{slot_id}/bookings", response={201: SlotBookingAnswer}, summary="Book a place", openapi_extra=DOCUMENTED
)
def take(request: HttpRequest, slot_id: str, data: NewSlotBooking) -> Status:
    """Once per Idempotency-Key. 409 says everything that stands against it (full, closed, not released, a clash)."""
    key = identifier_of(slot_id)
    _require_booker(request)

    def do() -> dict[str, Any]:
        made = services.take_slot(
            by=request.viewer,
            slot_id=key,
            resident_id=data.resident,
            booker=Booker(data.institution, practitioner_id=data.practitioner),
            on=clock.today(),
            at=clock.now(),
            days=data.days,
            holds=data.holds,
            purpose=data.purpose,
        )
        return {"booking": made.id}

    return Status(*answer_once(request, do=do, show=partial(_shown, request)))


@router.post(
    "/slot-bookings/{booking_id}/give-back",
    response={200: SlotBookingAnswer},
    summary="Give a place back",
    openapi_extra=DOCUMENTED,
)
def give_back(request: HttpRequest, booking_id: str) -> Status:
    """Once per Idempotency-Key; who waits is offered the place."""
    return _act(request, booking_id, services.give_back_slot, at=clock.now())


@router.post(
    "/slot-bookings/{booking_id}/confirm",
    response={200: SlotBookingAnswer},
    summary="Make a hold a booking",
    openapi_extra=DOCUMENTED,
)
def confirm(request: HttpRequest, booking_id: str) -> Status:
    """Once per Idempotency-Key, while the hold lasts; 409 after it."""
    return _act(request, booking_id, services.confirm_slot, at=clock.now())


@router.post(
    "/slot-bookings/{booking_id}/attendance",
    response={200: SlotBookingAnswer},
    summary="Enter who came",
    openapi_extra=DOCUMENTED,
)
def attend(request: HttpRequest, booking_id: str, data: Attendance) -> Status:
    """Once per Idempotency-Key, by whose resource it is, from the day on; who came gets the next number."""
    return _act(request, booking_id, services.enter_slot, state=data.state)


def _act(request: HttpRequest, booking_id: str, service: Callable[..., SlotBooking], **given: Any) -> Status:
    """What is done with a place of somebody who books, once per Idempotency-Key."""
    key = identifier_of(booking_id)
    _require_booker(request)

    def do() -> dict[str, Any]:
        return {"booking": service(by=request.viewer, booking_id=key, on=clock.today(), **given).id}

    return Status(*answer_once(request, do=do, show=partial(_shown, request), status=200))


def _shown(request: HttpRequest, ids: Any) -> dict[str, Any]:
    return _booking(request, UUID(str(ids["booking"])))


def _require_booker(request: HttpRequest) -> None:
    if not request.viewer.can(permissions.SLOT_BOOK):
        raise NotVisible


def _booking(request: HttpRequest, booking_id: UUID) -> dict[str, Any]:
    found = selectors.booking_of_slot(request.viewer, booking_id)
    audit.record_read(by=request.viewer, act="scheduling.list_slots", resident_ids=[found.resident_id])
    return {
        "id": found.id,
        "slot": found.slot_id,
        "resident": found.resident_id,
        "state": found.state,
        "held_on": found.slot.held_on,
        "held_until": found.held_until,
        "queue_number": found.queue_number,
    }
