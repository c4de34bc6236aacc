"""What the rulebook says of a booking, and of who may book."""

import datetime as dt
from typing import Any

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import decide
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people.terms import ResidentStatus
from jiayi.service.agreements import selectors as agreements
from jiayi.service.agreements.terms import RUNNING, Kind
from jiayi.service.scheduling.models import Booking, Session
from jiayi.service.scheduling.terms import BookingState


def judge_booking(
    viewer: Viewer, session: Session, resident: Any, *, on: dt.date, waits: bool = False
) -> dict[str, Any]:
    """The outcome of scheduling.booking for a resident and a session that the caller may see."""
    facts = {
        "kind": session.kind,
        "held_on": session.held_on,
        "state": session.state,
        "capacity": session.capacity,
        "taken": session.taken,
        "waits": waits,
        "lives_here": resident.status == ResidentStatus.LIVING_HERE,
        "is_signed": _is_signed(viewer, resident),
        "clashes": _clashes(session, resident),
    }
    return decide("scheduling.booking", on=on, schemes=_schemes(session, on), facts=facts)


def release_of(session: Session, *, on: dt.date) -> dict[str, Any]:
    """Who may book into a session on a day (scheduling.release)."""
    facts = {"slot_on": session.held_on}
    return decide("scheduling.release", on=on, schemes=_schemes(session, on), facts=facts)


def _is_signed(viewer: Viewer, resident: Any) -> bool:
    rows = agreements.agreements(viewer).filter(resident_id=resident.id, state__in=RUNNING)
    return rows.exclude(kind=Kind.SUPPLEMENTARY).exists()


def _clashes(session: Session, resident: Any) -> bool:
    """Whether the resident has a place elsewhere at the same time."""
    same_time = {"session__held_on": session.held_on, "session__begins_at__lt": session.ends_at}
    rows = Booking.objects.filter(resident_id=resident.id, state=BookingState.BOOKED, **same_time)
    return rows.filter(session__ends_at__gt=session.begins_at).exclude(session_id=session.id).exists()


def _schemes(session: Session, on: dt.date) -> list[str]:
    return list(organization.schemes_for(session.region_id, on))
