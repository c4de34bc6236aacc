"""Bookings of a session, and of a resident."""

import datetime as dt
from uuid import UUID

from django.db.models import QuerySet

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people import selectors as people
from jiayi.service.scheduling import permissions
from jiayi.service.scheduling.models import Booking, Session
from jiayi.service.scheduling.terms import BookingState, SessionState

from .sessions import session_for


def bookings_of(viewer: Viewer, session: Session) -> list[Booking]:
    """Everybody of a session within reach in the order of booking, those given back last; `is_seen` tells whether
    the viewer may see the resident. Two queries."""
    rows = session.bookings.select_related("resident__region", "resident__household")
    found = list(rows.order_by("created_at", "id"))
    seen = people.visible_ids(viewer, {one.resident_id for one in found})
    for one in found:
        one.is_seen = one.resident_id in seen
        one.session = session
    return sorted(found, key=lambda one: one.state == BookingState.CANCELLED)


def booking_for(viewer: Viewer, booking_id: UUID, *, permission: str = permissions.READ) -> Booking:
    """One booking of a session and a resident within reach; NotVisible otherwise."""
    found = Booking.objects.filter(id=booking_id).first()
    if found is None:
        raise NotVisible
    found.session = session_for(viewer, found.session_id, permission=permission)
    found.resident = people.resident_for(viewer, found.resident_id)
    return found


def bookings_of_resident(viewer: Viewer, resident_id: UUID) -> QuerySet[Booking]:
    """The bookings of a resident whom the viewer may see, the latest day first; one without the permission sees
    none."""
    if not viewer.can(permissions.READ):
        raise NotVisible
    resident = people.resident_for(viewer, resident_id)
    rows = Booking.objects.filter(resident_id=resident.id)
    return rows.select_related("session__team", "session__region").order_by("-session__held_on", "-id")


def bookings_on(viewer: Viewer, day: dt.date) -> QuerySet[Booking]:
    """Everybody who is booked into a session of a day within reach, with the session. One query."""
    held = Session.objects.filter(
        permissions.within(viewer.scope(permissions.READ)), held_on=day, state=SessionState.PLANNED
    )
    rows = Booking.objects.filter(session__in=held, state=BookingState.BOOKED)
    return rows.select_related("session").order_by("session_id", "id")
