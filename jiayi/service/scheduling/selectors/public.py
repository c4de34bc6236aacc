"""What anybody may read of coming sessions: for boards and residents' pages. No resident's data is at hand here."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from jiayi.service.scheduling.models import Session
from jiayi.service.scheduling.terms import PublicSession, SessionKind, SessionState

SHOWN = (SessionKind.CONTRACT_CLINIC, SessionKind.OUTREACH_ROUND)


def public_sessions(
    on: dt.date, *, teams: Collection[UUID] = (), villages: Collection[str] = (), most: int = 8
) -> list[PublicSession]:
    """The next clinics of these teams and rounds to these villages, the nearest first. Two queries."""
    clinics = Q(kind=SessionKind.CONTRACT_CLINIC, team_id__in=list(teams))
    rounds = Q(kind=SessionKind.OUTREACH_ROUND, region_id__in=list(villages))
    found = Session.objects.filter(clinics | rounds, state=SessionState.PLANNED, held_on__gte=on)
    found = found.prefetch_related("on_duty").order_by("held_on", "begins_at", "id")
    return [
        PublicSession(
            id=one.id,
            kind=one.kind,
            title=one.title,
            team_id=one.team_id,
            region_code=one.region_id,
            held_on=one.held_on,
            begins_at=one.begins_at,
            ends_at=one.ends_at,
            place=one.place,
            on_duty=tuple(person.name for person in one.on_duty.all()),
            is_full=one.taken >= one.capacity,
        )
        for one in found[:most]
    ]
