"""Programmes of one resident in words."""

import datetime as dt
from typing import Any

from django.utils.translation import get_language

from jiayi.foundation.rulebook import rulebook
from jiayi.service.care.models import ContactAttempt, Enrolment
from jiayi.service.care.rules.parting import all_programmes
from jiayi.service.care.terms import CloseReason, ContactOutcome, EnrolmentState, Mode


def programme_cards(enrolments: list[Enrolment], *, on: dt.date) -> list[dict[str, Any]]:
    """Each programme of a resident: where it stands, the last and the next visit."""
    return [_card(one, on) for one in enrolments]


def _card(enrolment: Enrolment, on: dt.date) -> dict[str, Any]:
    language = get_language() or ""
    return {
        "id": enrolment.id,
        "title": programme_label(enrolment.programme),
        "state": EnrolmentState(enrolment.state).label(language),
        "is_open": enrolment.state != EnrolmentState.CLOSED,
        "is_lost": enrolment.state == EnrolmentState.LOST,
        "enrolled_on": enrolment.enrolled_on,
        "last_on": enrolment.last_on,
        "from_on": enrolment.from_on,
        "due_on": enrolment.due_on,
        "to_on": enrolment.to_on,
        "is_overdue": bool(enrolment.to_on and enrolment.to_on < on),
        "is_due": bool(enrolment.from_on and enrolment.from_on <= on),
        "remind_on": enrolment.remind_on,
        "missed_contacts": enrolment.missed_contacts,
        "closed_on": enrolment.closed_on,
        "close_reason": CloseReason(enrolment.close_reason).label(language) if enrolment.close_reason else "",
    }


def enrolment_page(enrolment: Enrolment, attempts: list[ContactAttempt], *, on: dt.date) -> dict[str, Any]:
    """One programme of a resident with the attempts to reach them."""
    language = get_language() or ""
    return _card(enrolment, on) | {
        "resident_id": enrolment.resident_id,
        "name": enrolment.resident.name,
        "team": enrolment.team.name if enrolment.team else "",
        "reasons": enrolment.reasons,
        "forms": forms_of(enrolment.programme),
        "attempts": [
            {
                "on": one.on,
                "icon": "phone-off" if one.outcome == ContactOutcome.NOT_REACHED else "phone",
                "title": ContactOutcome(one.outcome).label(language),
                "text": " · ".join(part for part in (Mode(one.mode).label(language), one.by_name, one.note) if part),
            }
            for one in attempts
        ],
    }


def programme_label(code: str) -> str:
    """The name of a programme; the code itself where the rulebook knows it no more."""
    programme = rulebook().programmes.get(code)
    return programme.label(get_language() or "") if programme else code


def forms_of(programme: str) -> list[tuple[str, str]]:
    """The forms whose records are visits of a programme, with their names; its own before combined ones."""
    language = get_language() or ""
    forms = rulebook().forms
    programmes = {code: all_programmes(one, forms) for code, one in forms.items()}
    found = sorted((code for code in forms if programme in programmes[code]), key=lambda code: len(programmes[code]))
    return [(code, forms[code].label(language)) for code in found]
