"""Fill in a referral, upward or downward; nothing is sent yet."""

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import broken, misshapen
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.care import selectors as care
from jiayi.service.referral.models import Referral
from jiayi.service.referral.selectors.filling import senders
from jiayi.service.referral.terms import (
    NEW,
    Act,
    Destination,
    Direction,
    Party,
    ReferralRequest,
    ReplyRequest,
    State,
)

from .answers import keep_reply
from .stepping import locked_referral, note_step

_TEXTS = (
    *("direction", "urgency", "visit", "group", "diagnosis", "diagnosis_code", "illness", "history", "treatment"),
    *("findings", "medicines", "allergies", "consent", "consent_by", "disability_grade", "evidence"),
)


@retrying_atomic
def draft_referral(*, by: Viewer, asked: ReferralRequest, on: dt.date, at: dt.datetime) -> Referral:
    """A draft. LawBroken where the same episode has an open referral; NotVisible for residents out of reach."""
    resident = people.resident_for(by, asked.resident_id, on=on)
    if not people.facts_of([resident.id], on)[resident.id].alive:
        raise broken("E_REFERRAL_OF_DEAD")
    if not senders(by).filter(id=asked.from_institution_id).exists():
        raise NotVisible
    referral = Referral(
        number=_next_number(on),
        resident=resident,
        region_id=resident.region_id,
        team_id=organization.team_of_region(resident.region_id, on),
        from_practitioner_id=by.practitioner_id,
        record_id=_record_of(by, asked),
        from_institution_id=asked.from_institution_id,
        **_columns(by, asked),
    )
    try:
        with transaction.atomic():
            referral.save(force_insert=True)
    except IntegrityError as error:
        raise _refusal(error, referral) from error
    note_step(referral, Act.DRAFT, NEW, by=by, on=on, at=at)
    return referral


@retrying_atomic
def draft_down(*, by: Viewer, asked: ReferralRequest, reply: ReplyRequest, on: dt.date, at: dt.datetime) -> Referral:
    """A draft downward with the package that the patient brings along."""
    referral = draft_referral(by=by, asked=replace(asked, direction=Direction.DOWN), on=on, at=at)
    keep_reply(referral, reply, by=by, on=on)
    return referral


@retrying_atomic
def change_draft(*, by: Viewer, referral_id: UUID, asked: ReferralRequest, on: dt.date) -> Referral:
    """Other words in a draft; who it is about stays."""
    referral = locked_referral(by, referral_id, Party.SENDER)
    if referral.state != State.DRAFT:
        raise broken("E_REFERRAL_CHANGED")
    for name, value in _columns(by, asked).items():
        setattr(referral, name, value)
    try:
        with transaction.atomic():
            referral.save()
    except IntegrityError as error:
        raise _refusal(error, referral) from error
    return referral


def destination_columns(by: Viewer, destination: Destination, *, but: UUID) -> dict[str, Any]:
    """Where it goes, as columns: an institution with a level, another than the sender; or a name and a level."""
    if destination.institution_id is None:
        if not destination.name.strip() or not destination.level:
            raise misshapen("E_REFERRAL_DESTINATION", "to_institution")
        place = {"to_institution_id": None, "to_name": destination.name.strip()[:120], "to_level": destination.level}
        phone = destination.phone
    else:
        found = organization.institution_for(by, destination.institution_id)
        if not found.level or found.id == but or found.closed_on:
            raise misshapen("E_REFERRAL_DESTINATION", "to_institution")
        place = {"to_institution_id": found.id, "to_name": found.name, "to_level": found.level}
        phone = destination.phone or found.phone
    texts = {"to_department": destination.department, "to_contact": destination.contact, "to_phone": phone}
    return place | {name: value.strip() for name, value in texts.items()}


def _columns(by: Viewer, asked: ReferralRequest) -> dict[str, Any]:
    columns = {name: getattr(asked, name) for name in _TEXTS}
    columns |= destination_columns(by, asked.destination, but=asked.from_institution_id)
    name = asked.doctor_name.strip() or by.actor_name
    return columns | {
        "criteria": list(asked.criteria),
        "circumstances": list(asked.circumstances),
        "doctor_name": name[:60],
        "doctor_phone": asked.doctor_phone.strip()[:30],
    }


def _record_of(by: Viewer, asked: ReferralRequest) -> UUID | None:
    if asked.record_id is None:
        return None
    record = care.record_for(by, asked.record_id)
    if record.resident_id != asked.resident_id:
        raise NotVisible
    return UUID(str(record.id))


def _next_number(on: dt.date) -> str:
    """ZZ20261102000017: the day and a number that is never given twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('referral_number')")
        return f"ZZ{on:%Y%m%d}{cursor.fetchone()[0]:06d}"


def _refusal(error: IntegrityError, referral: Referral) -> Exception:
    if "referral_open_once_an_episode" not in str(error):
        return error
    same = {"resident_id": referral.resident_id, "group": referral.group}
    open_one = Referral.objects.filter(**same).exclude(id=referral.id).order_by("-created_at").first()
    return broken("B_REFERRAL_OPEN", number=open_one.number if open_one else "")
