"""Sessions within reach, and the residents who might come to one."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people import selectors as people
from jiayi.registry.tasks import selectors as tasks
from jiayi.registry.tasks.terms import TaskKind
from jiayi.service.scheduling import permissions
from jiayi.service.scheduling.models import Booking, Session
from jiayi.service.scheduling.terms import ATTENDED, ROUNDS, BookingState, SessionState

MOST_SUGGESTED = 12
# What is settled on paper brings nobody to a clinic.
PAPERWORK = (TaskKind.RENEWAL_NOTICE, TaskKind.TELL_SERVICE_LIST, TaskKind.OPEN_RECORD)
MOST_TO_BOOK = 60


@dataclass
class Home:
    """Residents of one household in a home round."""

    household: Any
    bookings: list[Booking] = field(default_factory=list)


def sessions(viewer: Viewer, *, permission: str = permissions.READ) -> QuerySet[Session]:
    """Sessions within reach with their team, institution and village, and `waiting`, `came`, `walked_in`."""
    found = Session.objects.filter(permissions.within(viewer.scope(permission)))
    return found.select_related("team", "institution", "region").annotate(
        waiting=_count(BookingState.WAITING), came=_count(BookingState.CAME), walked_in=_count(BookingState.WALKED_IN)
    )


def _count(state: BookingState) -> Coalesce:
    """Bookings in a state, counted for the rows that are shown alone."""
    rows = Booking.objects.filter(session=OuterRef("pk"), state=state).order_by().values("session")
    return Coalesce(Subquery(rows.annotate(count=Count("id")).values("count")), 0)


def session_for(viewer: Viewer, session_id: UUID, *, permission: str = permissions.READ) -> Session:
    """One session with its schedule and people; NotVisible out of reach."""
    found = Session.objects.filter(permissions.within(viewer.scope(permission)), id=session_id)
    found = found.select_related("team", "institution", "region", "schedule").prefetch_related("on_duty")
    session = found.first()
    if session is None:
        raise NotVisible
    return session


def sessions_to_book(
    viewer: Viewer, *, on: dt.date, teams: Collection[UUID] = (), but: UUID | None = None
) -> QuerySet[Session]:
    """Coming sessions that the viewer may book into, the nearest first; of these teams where some are named."""
    found = sessions(viewer, permission=permissions.BOOK).filter(state=SessionState.PLANNED, held_on__gte=on)
    if teams:
        found = found.filter(team_id__in=teams)
    if but:
        found = found.exclude(id=but)
    return found.order_by("held_on", "begins_at", "id")[:MOST_TO_BOOK]


def attendance_of(bookings: Iterable[Booking]) -> dict[str, int]:
    """How many of a session's bookings are in which state; `attended` came or walked in."""
    counts = dict.fromkeys((str(state) for state in BookingState), 0)
    for one in bookings:
        counts[one.state] += 1
    return counts | {"attended": sum(counts[state] for state in ATTENDED)}


def homes_of(bookings: Iterable[Booking]) -> list[Home]:
    """The bookings of a home round by household, each household's address where people go; without one, alone."""
    homes: dict[UUID, Home] = {}
    for one in bookings:
        resident = one.resident
        home = homes.setdefault(resident.household_id or resident.id, Home(resident.household))
        home.bookings.append(one)
    return sorted(homes.values(), key=lambda home: home.bookings[0].resident.address)


def suggested(viewer: Viewer, session: Session, *, on: dt.date) -> list[Any]:
    """Residents of the session's team (of a round: of its village) who have something due by its day and are not in
    it, the longest due first. Two queries."""
    due = tasks.tasks(viewer, on=max(session.held_on, on)).exclude(resident=None).exclude(kind__in=PAPERWORK)
    due = due.filter(region_id=session.region_id) if session.kind in ROUNDS else due.filter(team_id=session.team_id)
    held = session.bookings.exclude(state=BookingState.CANCELLED).values_list("resident_id", flat=True)
    found: dict[UUID, Any] = {}
    for task in due.exclude(resident_id__in=list(held))[: MOST_SUGGESTED * 4]:
        resident = found.setdefault(task.resident_id, task.resident)
        if not hasattr(resident, "due_here"):
            resident.due_here = []
        resident.due_here.append(task)
        if len(found) == MOST_SUGGESTED:
            break
    seen = people.visible_ids(viewer, found)
    return [resident for key, resident in found.items() if key in seen]


def tasks_of(viewer: Viewer, resident_ids: Collection[UUID], *, on: dt.date) -> dict[UUID, list[Any]]:
    """What is due for each resident by a day, the nearest first. One query."""
    found: dict[UUID, list[Any]] = defaultdict(list)
    for task in tasks.tasks(viewer, on=on).filter(resident_id__in=list(resident_ids)):
        found[task.resident_id].append(task)
    return found
