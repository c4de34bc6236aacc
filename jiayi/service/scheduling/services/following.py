"""What happened to residents, teams and places elsewhere, and what follows for schedules and bookings."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from jiayi.foundation.base.journal import Journal, restore
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import ONE_DAY
from jiayi.registry.organization.events import InstitutionsMerged, TeamsMerged, VillagesMerged
from jiayi.registry.people import services as people
from jiayi.service.scheduling.models import Booking, Schedule, Session
from jiayi.service.scheduling.terms import BookingReason, BookingState, SessionState

from .making import drop
from .waiting import promote

_TABLE = "scheduling_booking"
_COMING = (BookingState.BOOKED, BookingState.WAITING)


@transaction.atomic
def give_back_bookings_of(*, by: Viewer, resident_id: UUID, on: dt.date) -> int:
    """The resident died or left: coming bookings are given back, and who waits takes the places."""
    rows = Booking.objects.filter(resident_id=resident_id, state__in=_COMING, session__held_on__gte=on)
    session_ids = sorted(set(rows.values_list("session_id", flat=True)))
    sessions = list(Session.objects.select_for_update(of=("self",)).filter(id__in=session_ids).order_by("id"))
    ids = list(rows.values_list("id", flat=True))
    given = Booking.objects.filter(id__in=ids).update(state=BookingState.CANCELLED, reason=BookingReason.LEFT)
    for session in sessions:
        promote(by=by, session=session, on=on)
    return given


@transaction.atomic
def repoint_bookings(*, merge_id: UUID, kept_id: UUID, merged_id: UUID) -> None:
    """Bookings of the merged record are the kept one's; where both are in a session, the merged one is given back."""
    both = Booking.objects.filter(resident_id=kept_id).exclude(state=BookingState.CANCELLED).values("session_id")
    double = Booking.objects.filter(resident_id=merged_id, session_id__in=both)
    ids = list(double.exclude(state=BookingState.CANCELLED).values_list("id", flat=True))
    Booking.objects.filter(id__in=ids).update(state=BookingState.CANCELLED, reason=BookingReason.MISTAKE)
    moving = list(Booking.objects.filter(resident_id=merged_id).values_list("id", flat=True))
    if moving:
        Booking.objects.filter(id__in=moving).update(resident_id=kept_id)
        people.log_moved_rows(merge_id=merge_id, table=_TABLE, ids=moving)


@transaction.atomic
def point_bookings_back(*, kept_id: UUID, merged_id: UUID, moved: dict[str, list[str]]) -> None:
    """Undo `repoint_bookings`; a double one that was given back stays so."""
    rows = Booking.objects.filter(id__in=moved.get(_TABLE, []), resident_id=kept_id)
    rows.update(resident_id=merged_id)


@transaction.atomic
def end_schedules_of_team(*, team_id: UUID, dissolved_on: dt.date) -> int:
    """A team's schedules end with it; later sessions go, and those with bookings wait for a decision."""
    schedules = Schedule.objects.filter(team_id=team_id).exclude(ends_on__lte=dissolved_on)
    ids = list(schedules.filter(starts_on__lte=dissolved_on).values_list("id", flat=True))
    later = Session.objects.filter(team_id=team_id, state=SessionState.PLANNED, held_on__gt=dissolved_on)
    drop(later)
    later.update(needs_decision=True)
    for schedule in schedules.filter(starts_on__gt=dissolved_on):
        schedule.ends_on = schedule.starts_on
        schedule.save(update_fields=["ends_on", "updated_at"])
    return Schedule.objects.filter(id__in=ids).update(ends_on=dissolved_on)


@transaction.atomic
def follow_handed_over(
    *, leaver_id: UUID, of_teams: Mapping[UUID, UUID], otherwise: UUID, left_on: dt.date, act_id: UUID | None
) -> None:
    """Who takes a leaver's place in a team (else `otherwise`) is on duty for it from the day after."""
    journal = Journal(act_id)
    after = left_on + ONE_DAY
    for model, rows in ((Schedule, _open_schedules(after)), (Session, _coming(after))):
        through = model.on_duty.through
        name = model._meta.model_name
        duties = through.objects.filter(**{"practitioner_id": leaver_id, f"{name}__in": rows}).select_related(name)
        for duty in duties:
            successor = of_teams.get(getattr(duty, str(name)).team_id, otherwise)
            same = {f"{name}_id": getattr(duty, f"{name}_id"), "practitioner_id": successor}
            if through.objects.filter(**same).exists():
                journal.delete(duty)
            else:
                journal.update(through.objects.filter(pk=duty.pk), practitioner_id=successor)


@transaction.atomic
def follow_merged_teams(event: TeamsMerged) -> None:
    """Schedules and coming sessions pass to the team that takes over."""
    journal = Journal(event.act_id)
    values = {"team_id": event.into_id, "institution_id": event.institution_id}
    journal.update(_open_schedules(event.on).filter(team_id__in=event.team_ids), **values)
    journal.update(_coming(event.on).filter(team_id__in=event.team_ids), **values)


@transaction.atomic
def follow_merged_institutions(event: InstitutionsMerged) -> None:
    """Schedules and coming sessions are the institution's that takes over."""
    journal = Journal(event.act_id)
    for rows in (_open_schedules(event.on), _coming(event.on)):
        journal.update(rows.filter(institution_id=event.institution_id), institution_id=event.into_id)


@transaction.atomic
def follow_merged_villages(event: VillagesMerged) -> None:
    """Rounds go to the village that the former ones became part of."""
    journal = Journal(event.act_id)
    for rows in (_open_schedules(event.on), _coming(event.on)):
        journal.update(rows.filter(region_id__in=event.codes), region_id=event.into_code)


@transaction.atomic
def undo_merged_places(*, act_id: UUID) -> None:
    """Bring back whose and where schedules and sessions were before an act over many."""
    restore(act_id, Session.on_duty.through)
    restore(act_id, Schedule.on_duty.through)
    restore(act_id, Session)
    restore(act_id, Schedule)


def _open_schedules(on: dt.date) -> QuerySet[Schedule]:
    return Schedule.objects.exclude(ends_on__lt=on)


def _coming(on: dt.date) -> QuerySet[Session]:
    return Session.objects.filter(held_on__gte=on)
