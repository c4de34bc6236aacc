"""Signing sessions: their list, the queue with its progress, and who of a household is to be signed."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from jiayi.foundation.base.conditions import in_region
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people import selectors as people
from jiayi.registry.people.terms import ResidentStatus
from jiayi.service.agreements import permissions
from jiayi.service.agreements.models import Agreement, Refusal, SessionEntry, SigningSession
from jiayi.service.agreements.terms import IN_FORCE, EntryState, Kind, State


@dataclass(frozen=True)
class Candidate:
    """A resident who is to be signed, or whose agreement is to be renewed (`former`)."""

    resident: object  # a people.Resident
    former: Agreement | None


def sessions(viewer: Viewer) -> QuerySet[SigningSession]:
    """The sessions within reach, the latest first, with `waiting`, `signed` and `total` of their queues."""
    reach = _within(viewer)
    if reach is None:
        return SigningSession.objects.none()
    found = SigningSession.objects.filter(reach).select_related("team", "region")
    return found.annotate(
        total=Count("entries"),
        waiting=Count("entries", filter=Q(entries__state=EntryState.WAITING)),
        signed=Count("entries", filter=Q(entries__state=EntryState.SIGNED)),
    ).order_by("-held_on", "-id")


def session_for(viewer: Viewer, session_id: UUID) -> SigningSession:
    """One session with its counts; NotVisible out of reach."""
    found = sessions(viewer).filter(id=session_id).first()
    if found is None:
        raise NotVisible
    return found


def queue_of(session: SigningSession) -> QuerySet[SessionEntry]:
    """The queue in its order."""
    return session.entries.select_related("resident", "household", "paper").order_by("place")


def entry_for(viewer: Viewer, entry_id: UUID) -> SessionEntry:
    """One entry of a session within reach."""
    entry = SessionEntry.objects.select_related("session", "resident", "household").filter(id=entry_id).first()
    if entry is None:
        raise NotVisible
    session_for(viewer, entry.session_id)
    return entry


def candidates(viewer: Viewer, region_code: str, *, on: dt.date, household: UUID | None = None) -> list[Candidate]:
    """Who of a village (or of one household) is unsigned, or due for renewal and not signed ahead; none who refused.

    Four queries, however many live there.
    """
    living = people.residents(viewer).filter(region_id=region_code, status=ResidentStatus.LIVING_HERE)
    if household:
        living = living.filter(household_id=household)
    found = list(living.select_related("household").order_by("household__number", "birth_date", "id"))
    ids = [one.id for one in found]
    refused = set(Refusal.objects.filter(resident_id__in=ids, withdrawn_on=None).values_list("resident_id", flat=True))
    principal = Agreement.objects.filter(resident_id__in=ids, state__in=IN_FORCE).exclude(kind=Kind.SUPPLEMENTARY)
    held: dict[UUID, list[Agreement]] = defaultdict(list)
    for agreement in principal:
        held[agreement.resident_id].append(agreement)
    return [
        Candidate(one, held[one.id][0] if held[one.id] else None)
        for one in found
        if one.id not in refused and _is_due(held[one.id], on)
    ]


def candidates_of(viewer: Viewer, entry: SessionEntry, *, on: dt.date) -> list[Candidate]:
    """Those of the household in the queue, or the one resident without a household."""
    found = candidates(viewer, entry.session.region_id, on=on, household=entry.household_id)
    return found if entry.household_id else [one for one in found if one.resident.id == entry.resident_id]


def _is_due(agreements: list[Agreement], on: dt.date) -> bool:
    if not agreements:
        return True
    ahead = any(one.state == State.SCHEDULED for one in agreements)
    return not ahead and all(one.notice_from is not None and one.notice_from <= on for one in agreements)


def _within(viewer: Viewer) -> Q | None:
    scope = viewer.scope(permissions.signs_with(viewer))
    if scope.everything:
        return Q()
    if scope.is_empty:
        return None
    found = Q(institution_id__in=scope.institution_ids) | Q(team_id__in=scope.team_ids)
    for prefix in scope.region_prefixes:
        found |= in_region(prefix)
    return found
