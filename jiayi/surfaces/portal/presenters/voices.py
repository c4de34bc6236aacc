"""Notes, appeals, messages and sessions in words."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from jiayi.community.engagement.services import message_words
from jiayi.community.engagement.terms import AppealKind, AppealState, Outcome
from jiayi.foundation.ui.wording import word_of
from jiayi.surfaces.portal.selectors import Points

from .words import choice_label, day_words, days_away, language


def note_rows(notes: Sequence[Any]) -> list[dict[str, Any]]:
    """What was said, mine on one side."""
    return [
        {
            "text": one.text,
            "at": one.said_at,
            "by": _("系统提示") if one.is_advice else one.author_name,
            "is_mine": one.is_from_resident,
            "is_advice": one.is_advice,
            "is_waiting": one.is_from_resident and one.answered_at is None,
        }
        for one in notes
    ]


def appeal_rows(appeals: Sequence[Any], on: dt.date) -> list[dict[str, Any]]:
    """What I asked for, and how it stands."""
    return [
        {
            "id": one.id,
            "kind": choice_label(AppealKind, one.kind),
            "text": one.text,
            "asked_on": day_words(one.asked_on),
            "state": choice_label(AppealState, one.state),
            "is_open": one.state == AppealState.OPEN,
            "goes_first": one.goes_first,
            "due": _("最迟 %(day)s 答复") % {"day": day_words(one.due_on)},
            "is_late": one.state == AppealState.OPEN and one.due_on < on,
            "outcome": choice_label(Outcome, one.outcome),
            "answer": one.answer,
            "by": one.answered_by_name,
        }
        for one in appeals
    ]


def inbox_rows(messages: Sequence[Any]) -> list[dict[str, Any]]:
    """Messages to me, in my language."""
    rows = []
    for one in messages:
        title, text = message_words(one, language())
        rows.append({"title": title, "text": text, "at": one.created_at, "is_new": one.read_at is None})
    return rows


def item_choices(items: Sequence[str]) -> list[tuple[str, str]]:
    """What awareness asks, for a form."""
    return [(code, word_of(code)) for code in items]


def session_rows(sessions: Sequence[Any], on: dt.date) -> list[dict[str, Any]]:
    """Clinics and rounds that can be booked."""
    return [
        {
            "id": one.id,
            "title": one.title,
            "when": day_words(one.held_on),
            "away": days_away(one.held_on, on),
            "time": f"{one.begins_at:%H:%M}–{one.ends_at:%H:%M}",
            "place": one.place,
            "people": one.on_duty,
            "is_full": one.is_full,
        }
        for one in sessions
    ]


def points_page(found: Points) -> dict[str, Any]:
    """My points of the year: the ledger, and what brings how many."""
    return {
        "total": found.total,
        "most": found.rules.most,
        "rows": [
            {"act": word_of(one.act), "title": one.title, "day": day_words(one.on), "points": one.points}
            for one in found.lines
        ],
        "worth": [(word_of(act), points) for act, points in found.rules.worth.items()],
    }
