"""What acts on schedules and sessions leave in the history."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.viewer import Viewer
from jiayi.service.scheduling.models import Booking, Schedule, Session


def of_schedule(by: Viewer, act: str, schedule: Schedule, **details: Any) -> None:
    """An act on a schedule."""
    audit.record(by=by, act=f"scheduling.{act}", subject_kind="schedule", subject_ids=[schedule.id], details=details)


def of_session(by: Viewer, act: str, session: Session, resident_ids: Iterable[UUID] = (), **details: Any) -> None:
    """An act on a session, and whom it concerns."""
    audit.record(
        by=by,
        act=f"scheduling.{act}",
        subject_kind="session",
        subject_ids=[session.id],
        resident_ids=list(resident_ids),
        details=details,
    )


def of_booking(by: Viewer, act: str, booking: Booking, **details: Any) -> None:
    """An act on a resident's booking."""
    audit.record(
        by=by,
        act=f"scheduling.{act}",
        subject_kind="session_booking",
        subject_ids=[booking.id],
        resident_ids=[booking.resident_id],
        details={"session": booking.session_id} | details,
    )
