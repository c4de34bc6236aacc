"""Notes between a resident and the team; urgent words are answered at once with what to do in an emergency."""

import datetime as dt
from uuid import UUID

from django.utils.translation import gettext as _

from jiayi.community.engagement import permissions
from jiayi.community.engagement.models import Note
from jiayi.community.engagement.rules.voices import urgent_words_in
from jiayi.community.engagement.selectors.voices import note_rules
from jiayi.community.engagement.terms import MessageAsked
from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible, TooMany
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import SystemViewer, Viewer
from jiayi.foundation.ui.refusals import misshapen
from jiayi.registry.people import selectors as people

from .messages import send_message

MOST_AN_HOUR = 20


@retrying_atomic
def write_note(*, by: Viewer, resident_id: UUID, text: str, at: dt.datetime) -> Note:
    """The resident writes to the team. Words of an emergency get advice in the same moment, and come first there."""
    resident = people.resident_for(by, resident_id)
    said = _text(text)
    if Note.objects.filter(resident_id=resident.id, said_at__gt=at - dt.timedelta(hours=1)).count() >= MOST_AN_HOUR:
        raise TooMany("E_NOTES_MANY", _("一小时内留言太多了，急事请打电话。"))
    rules = note_rules(resident.region_id, at.astimezone(clock.SHANGHAI).date())
    urgent = urgent_words_in(said, rules.urgent_words)
    note = _keep(by, resident.id, said, at, is_from_resident=True, is_urgent=bool(urgent))
    if urgent:
        advice = _("您说的情况可能是急症：请立即拨打120，或由家人陪同到最近的医院急诊，不要等待留言回复。")
        Note.objects.create(
            resident_id=resident.id,
            is_from_resident=False,
            is_advice=True,
            text=advice,
            said_at=at + dt.timedelta(milliseconds=1),
            read_at=at,
        )
    return note


@retrying_atomic
def answer_note(*, by: Viewer, resident_id: UUID, text: str, at: dt.datetime) -> Note:
    """Staff answer: everything that waited is answered, and the resident hears of it."""
    if not by.can(permissions.ANSWER):
        raise NotVisible
    resident = people.resident_for(by, resident_id)
    note = _keep(by, resident.id, _text(text), at, is_from_resident=False)
    waiting = Note.objects.filter(resident_id=resident.id, is_from_resident=True, answered_at=None, said_at__lte=at)
    waiting.update(answered_at=at, read_at=at)
    asked = MessageAsked(f"note:{note.id}", "note_answered", resident.id)
    send_message(by=SystemViewer(), asked=asked, at=at)
    return note


@retrying_atomic
def mark_notes_read(*, by: Viewer, resident_id: UUID, at: dt.datetime) -> int:
    """The resident has the team's notes before their eyes. How many were new."""
    people.resident_for(by, resident_id)
    return Note.objects.filter(resident_id=resident_id, is_from_resident=False, read_at=None).update(read_at=at)


def _text(text: str) -> str:
    said = text.strip()[:500]
    if not said:
        raise misshapen("E_APPEAL_TEXT", "text")
    return said


def _keep(by: Viewer, resident_id: UUID, text: str, at: dt.datetime, **fields: bool) -> Note:
    note = Note.objects.create(
        resident_id=resident_id, text=text, author_id=by.actor_id, author_name=by.actor_name[:60], said_at=at, **fields
    )
    audit.record(
        by=by,
        act="engagement.write_note" if fields["is_from_resident"] else "engagement.answer_note",
        subject_kind="note",
        subject_ids=[note.id],
        resident_ids=[resident_id],
    )
    return note
