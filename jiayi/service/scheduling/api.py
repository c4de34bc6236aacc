"""Clinics and rounds over the API: sessions with their free places, bookings, and giving them back."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible, identifier_of
from jiayi.foundation.base.idempotency import DOCUMENTED, answer_once
from jiayi.service.scheduling import permissions, resources_api, selectors, services, slots_api
from jiayi.service.scheduling.models import Session
from jiayi.service.scheduling.terms import BookingReason, BookingState, SessionKind, SessionState

router = Router(tags=["scheduling"])
router.add_router("", slots_api.router)
router.add_router("", resources_api.router)
MOST = 500


class SessionQuery(Schema):
    """Which sessions; from today on where no day is named."""

    since: dt.date | None = None
    until: dt.date | None = None
    kind: SessionKind | None = None
    team: UUID | None = None
    region: str = Field("", max_length=12, pattern=r"^[0-9]*$", description="A region's code or its beginning.")
    limit: int = Field(100, ge=1, le=MOST)


class SessionAnswer(Schema):
    """One session; `free` places are left. Times are of Asia/Shanghai."""

    id: UUID
    kind: SessionKind
    title: str
    held_on: dt.date
    begins_at: dt.time
    ends_at: dt.time
    team: UUID
    institution: UUID
    region: str
    place: str
    state: SessionState
    capacity: int
    taken: int
    free: int
    waiting: int


class NewBooking(Schema):
    """A resident for a session; `waits`: on the waiting list where it is full."""

    model_config = ConfigDict(extra="forbid")

    resident: UUID
    purpose: str = Field("", max_length=100)
    waits: bool = False


class GivenBack(Schema):
    """Why a booking is given back."""

    model_config = ConfigDict(extra="forbid")

    reason: BookingReason = BookingReason.RESIDENT_ASKED
    note: str = Field("", max_length=200)


class BookingAnswer(Schema):
    """A booking as it stands."""

    id: UUID
    session: UUID
    resident: UUID
    state: BookingState
    purpose: str
    booked_on: dt.date


@router.get("/sessions", response=list[SessionAnswer], summary="Sessions within reach, the nearest first")
def sessions(request: HttpRequest, query: Query[SessionQuery]) -> list[dict[str, Any]]:
    """Clinics and rounds; no resident's data."""
    if not request.viewer.can(permissions.READ):
        raise NotVisible
    found = selectors.sessions(request.viewer).filter(held_on__gte=query.since or clock.today())
    if query.until:
        found = found.filter(held_on__lte=query.until)
    if query.kind:
        found = found.filter(kind=query.kind)
    if query.team:
        found = found.filter(team_id=query.team)
    if query.region:
        found = found.filter(region__code__startswith=query.region)
    return [_session(one) for one in found.order_by("held_on", "begins_at", "id")[: query.limit]]


@router.post(
    "/sessions/{session_id}/bookings",
    response={201: BookingAnswer},
    summary="Book a resident",
    openapi_extra=DOCUMENTED,
)
def book(request: HttpRequest, session_id: str, data: NewBooking) -> Status:
    """Once per Idempotency-Key; who is booked already is the answer. 409 says every law that is broken (full,
    cancelled, past, gone), 404 for a session or resident out of reach."""
    viewer, key = _booker(request), identifier_of(session_id)

    def do() -> dict[str, Any]:
        made = services.book(
            by=viewer,
            session_id=key,
            resident_id=data.resident,
            on=clock.today(),
            purpose=data.purpose,
            waits=data.waits,
        )
        return {"booking": made.id}

    return Status(*answer_once(request, do=do, show=lambda ids: _booking(request, UUID(str(ids["booking"])))))


@router.post(
    "/bookings/{booking_id}/cancel",
    response={200: BookingAnswer},
    summary="Give a booking back",
    openapi_extra=DOCUMENTED,
)
def cancel(request: HttpRequest, booking_id: str, data: GivenBack) -> Status:
    """Once per Idempotency-Key; who waits longest takes the place."""
    viewer, key = _booker(request), identifier_of(booking_id)

    def do() -> dict[str, Any]:
        done = services.cancel_booking(by=viewer, booking_id=key, reason=data.reason, note=data.note, on=clock.today())
        return {"booking": done.id}

    return Status(
        *answer_once(request, do=do, show=lambda ids: _booking(request, UUID(str(ids["booking"]))), status=200)
    )


def _booker(request: HttpRequest) -> Any:
    if not request.viewer.can(permissions.BOOK):
        raise NotVisible
    return request.viewer


def _session(one: Session) -> dict[str, Any]:
    same = ("id", "kind", "title", "held_on", "begins_at", "ends_at", "place", "state", "capacity", "taken", "waiting")
    return {name: getattr(one, name) for name in same} | {
        "team": one.team_id,
        "institution": one.institution_id,
        "region": one.region_id,
        "free": one.capacity - one.taken,
    }


def _booking(request: HttpRequest, booking_id: UUID) -> dict[str, Any]:
    found = selectors.booking_for(request.viewer, booking_id, permission=permissions.BOOK)
    audit.record_read(by=request.viewer, act="scheduling.open_booking", resident_ids=[found.resident_id])
    return {
        "id": found.id,
        "session": found.session_id,
        "resident": found.resident_id,
        "state": found.state,
        "purpose": found.purpose,
        "booked_on": found.booked_on,
    }
