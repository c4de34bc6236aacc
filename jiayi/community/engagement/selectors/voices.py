"""What residents asked, said and judged: of one resident, and of a place."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from jiayi.community.engagement import permissions
from jiayi.community.engagement.models import Appeal, Note, Rating
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import RulebookView
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people

MOST_NOTES = 200


def appeals(viewer: Viewer, *, permission: str = permissions.READ) -> QuerySet[Appeal]:
    """What the residents within reach asked for, with resident, village and team."""
    if not viewer.can(permission):
        raise NotVisible
    reach = people.listed(viewer, clock.today(), permission, key="resident_id")
    return Appeal.objects.filter(reach).select_related("resident", "region", "team")


def appeal_for(viewer: Viewer, appeal_id: UUID, *, permission: str = permissions.READ) -> Appeal:
    """One of them; NotVisible out of reach."""
    found = appeals(viewer, permission=permission).filter(pk=appeal_id).first()
    if found is None:
        raise NotVisible
    return found


def appeals_of(viewer: Viewer, resident_id: UUID) -> list[Appeal]:
    """What one resident whom the viewer may see asked for, the latest first."""
    people.resident_for(viewer, resident_id)
    return list(Appeal.objects.filter(resident_id=resident_id).order_by("-asked_on", "-id")[:100])


def notes_of(viewer: Viewer, resident_id: UUID) -> list[Note]:
    """What a resident and the team said to each other, the earliest first."""
    people.resident_for(viewer, resident_id)
    rows = Note.objects.filter(resident_id=resident_id).order_by("-said_at", "-id")[:MOST_NOTES]
    return list(reversed(rows))


def unread_notes(viewer: Viewer, resident_id: UUID) -> int:
    """How many notes of the team a resident has not read."""
    people.resident_for(viewer, resident_id)
    return Note.objects.filter(resident_id=resident_id, is_from_resident=False, read_at=None).count()


def conversations(viewer: Viewer) -> QuerySet[Any]:
    """Residents within reach whose notes wait for an answer: urgent ones first, then who waits longest."""
    if not viewer.can(permissions.READ):
        raise NotVisible
    residents = people.residents(viewer, on=clock.today()).order_by().values("pk")
    waiting = Note.objects.filter(is_from_resident=True, answered_at=None, resident__in=residents)
    return (
        waiting.values("resident_id", "resident__name", "resident__region__name")
        .annotate(since=Min("said_at"), urgent=Count("id", filter=Q(is_urgent=True)), count=Count("id"))
        .order_by("-urgent", "since", "resident_id")
    )


def ratings_of(viewer: Viewer, resident_id: UUID) -> dict[UUID, Rating]:
    """By service what one resident thought of it."""
    people.resident_for(viewer, resident_id)
    return {one.service_id: one for one in Rating.objects.filter(resident_id=resident_id)}


@dataclass(frozen=True)
class NoteRules:
    """What holds for notes in a region."""

    hours: int
    urgent_words: tuple[str, ...]


def note_rules(region_code: str, on: dt.date) -> NoteRules:
    """The clock and the urgent words of a region."""
    view = RulebookView(on, list(organization.schemes_for(region_code, on)))
    return NoteRules(view.need("engagement.note_hours"), tuple(view.get("engagement.urgent_words") or ()))


def answer_days(region_code: str, on: dt.date) -> dict[str, int]:
    """Within how many days each kind of appeal is answered there."""
    view = RulebookView(on, list(organization.schemes_for(region_code, on)))
    return dict(view.need("engagement.answer_days"))
