"""The asking side: ask, add files, withdraw, ask again, close."""

import datetime as dt
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.documents import services as documents
from jiayi.foundation.rulebook import find_value
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.care import permissions
from jiayi.service.care.faults import forbidden, misshapen
from jiayi.service.care.models import Consultation, ConsultationFile
from jiayi.service.care.rules.filling import Fault
from jiayi.service.care.selectors.consultations import (
    BY_ANSWERER,
    askers,
    consultation_for,
    is_party,
    may_add_file,
    places_to_ask,
)
from jiayi.service.care.selectors.records import record_for
from jiayi.service.care.terms import ConsultationAct, ConsultationKind, ConsultationRequest, ConsultationUrgency

from .stepping import day_of, due_at, end_access, held, note, step

SUBJECT, MOST_FILES = "care_consultation", "consultation.most_files"


@retrying_atomic
def ask_consultation(*, by: Viewer, asked: ConsultationRequest, at: dt.datetime) -> Consultation:
    """Ask; sent twice it is asked once. BadShape without a question or the resident's consent."""
    if known := Consultation.objects.filter(submission_id=asked.submission_id).first():
        return consultation_for(by, known.id)
    resident = people.resident_for(by, asked.resident_id, permission=permissions.CONSULT)
    _require(by, asked)
    record = record_for(by, asked.record_id) if asked.record_id else None
    if record and record.resident_id != resident.id:
        raise NotVisible
    row = Consultation(
        number=_next_number(day_of(at)),
        kind=asked.kind,
        urgency=asked.urgency,
        resident=resident,
        region_id=resident.region_id,
        team_id=organization.team_of_region(resident.region_id, day_of(at)),
        from_institution_id=asked.from_institution_id,
        to_institution_id=asked.to_institution_id,
        asked_by_id=by.practitioner_id,
        asked_by_name=by.actor_name[:60],
        question=asked.question.strip(),
        diagnosis=asked.diagnosis.strip()[:200],
        background=asked.background.strip(),
        consented=True,
        record=record,
        is_restricted=bool(record and record.is_restricted),
        subject_id=asked.subject_id,
        asked_at=at,
        submission_id=asked.submission_id,
    )
    row.answer_due_at = due_at(row, at)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if "consultation_open_once_a_subject" in str(error):
            raise forbidden("E_CONSULTATION_OPEN") from error
        raise
    note(row, ConsultationAct.ASK, row.question, by=by, at=at)
    return row


@retrying_atomic
def ask_again(*, by: Viewer, consultation_id: UUID, text: str, at: dt.datetime) -> Consultation:
    """After an answer that asked for more, or a refusal: what was added, and a new clock. The former answer stays."""
    row = held(by, consultation_id, ConsultationAct.ASK_AGAIN)
    _require_text(text, "text")
    cleared = {"conclusion": "", "findings": "", "advice": "", "answered_at": None, "answered_by": None}
    names = {"answered_by_name": "", "answered_by_title": "", "taken_at": None}
    step(row, ConsultationAct.ASK_AGAIN, text, by=by, at=at, answer_due_at=due_at(row, at), **cleared, **names)
    return row


@retrying_atomic
def withdraw_consultation(*, by: Viewer, consultation_id: UUID, text: str, at: dt.datetime) -> Consultation:
    """It is not needed any more; why is written down."""
    row = held(by, consultation_id, ConsultationAct.WITHDRAW)
    _require_text(text, "text")
    step(row, ConsultationAct.WITHDRAW, text, by=by, at=at, closed_on=day_of(at))
    end_access(row, by=by, on=day_of(at))
    return row


@retrying_atomic
def close_consultation(*, by: Viewer, consultation_id: UUID, text: str = "", at: dt.datetime) -> Consultation:
    """The answer was read; what was done with it."""
    row = held(by, consultation_id, ConsultationAct.CLOSE)
    step(row, ConsultationAct.CLOSE, text, by=by, at=at, closed_on=day_of(at))
    end_access(row, by=by, on=day_of(at))
    return row


@transaction.atomic
def add_consultation_file(
    *, by: Viewer, consultation_id: UUID, content: bytes, file_name: str, at: dt.datetime
) -> ConsultationFile:
    """A picture, a tracing, a report (PDF, PNG, JPEG) while it is open; LawBroken beyond the scheme's number."""
    row = consultation_for(by, consultation_id)
    if not may_add_file(by, row):
        raise NotVisible
    Consultation.objects.select_for_update().get(pk=row.pk)
    limit = find_value(MOST_FILES, day_of(at), organization.schemes_for(row.region_id, day_of(at)))
    if limit and row.files.count() >= limit.value:
        raise forbidden("E_CONSULTATION_FILES", limit=limit.value)
    kept = documents.attach(by=by, subject_kind=SUBJECT, subject_id=row.id, content=content, file_name=file_name)
    file = ConsultationFile.objects.create(
        consultation=row,
        attachment_id=kept.id,
        name=kept.file_name or str(kept.id),
        is_answer=is_party(by, row, BY_ANSWERER[0]),
        added_at=at,
        added_by_name=by.actor_name[:60],
    )
    audit.record(
        by=by,
        act="care.consultation_file",
        subject_kind="consultation",
        subject_ids=[row.id],
        resident_ids=[row.resident_id],
    )
    return file


def _require(by: Viewer, asked: ConsultationRequest) -> None:
    if not askers(by).filter(pk=asked.from_institution_id).exists():
        raise NotVisible
    if asked.kind not in set(ConsultationKind) or asked.urgency not in set(ConsultationUrgency):
        raise misshapen([Fault("kind", "E_CONSULTATION_KIND")])
    is_there = places_to_ask(by).filter(pk=asked.to_institution_id).exists()
    if not is_there or asked.to_institution_id == asked.from_institution_id:
        raise misshapen([Fault("to_institution", "E_CONSULTATION_PLACE")])
    _require_text(asked.question, "question")
    if not asked.consented:
        raise misshapen([Fault("consented", "E_CONSULTATION_CONSENT")])


def _require_text(text: str, field: str) -> None:
    if not text.strip():
        raise misshapen([Fault(field, "E_CONSULTATION_TEXT")])


def _next_number(on: dt.date) -> str:
    """HZ20261102000017: the day and a number that is never given twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('care_consultation_number')")
        return f"HZ{on:%Y%m%d}{cursor.fetchone()[0]:06d}"
