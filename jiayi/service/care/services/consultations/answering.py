"""The asked side: take it up, answer, send back."""

import datetime as dt
from uuid import UUID

from jiayi.foundation.base import events
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import find_value
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import services as people
from jiayi.registry.people.terms import PlaceKind, Purpose
from jiayi.service.care.events import ConsultationAnswered
from jiayi.service.care.faults import forbidden, misshapen
from jiayi.service.care.models import Consultation
from jiayi.service.care.rules.filling import Fault
from jiayi.service.care.terms import Conclusion, ConsultationAct, ConsultationReport

from .stepping import ACCESS, day_of, end_access, held, step


@retrying_atomic
def take_consultation(*, by: Viewer, consultation_id: UUID, at: dt.datetime) -> Consultation:
    """Take it up: the institution may see the resident's record from now on, for some days."""
    row = held(by, consultation_id, ConsultationAct.TAKE)
    step(row, ConsultationAct.TAKE, "", by=by, at=at, taken_at=at)
    on = day_of(at)
    days = find_value(ACCESS, on, organization.schemes_for(row.region_id, on))
    if days:
        people.open_relation(
            by=by,
            resident_id=row.resident_id,
            place_kind=PlaceKind.INSTITUTION,
            place_id=row.to_institution_id,
            purpose=Purpose.CONSULTATION,
            since=on,
            until=on + dt.timedelta(days=days.value),
            subject_id=row.id,
        )
    return row


@retrying_atomic
def answer_consultation(
    *, by: Viewer, consultation_id: UUID, report: ConsultationReport, at: dt.datetime
) -> Consultation:
    """The report, by a practitioner of the asked institution; whoever is second is told that it was answered."""
    row = held(by, consultation_id, ConsultationAct.ANSWER)
    if report.conclusion not in set(Conclusion):
        raise misshapen([Fault("conclusion", "E_CONSULTATION_CONCLUSION")])
    if not report.advice.strip():
        raise misshapen([Fault("advice", "E_CONSULTATION_TEXT")])
    if by.practitioner_id is None:
        raise forbidden("E_CONSULTATION_NO_PRACTITIONER")
    facts = organization.doctor_facts(by.practitioner_id, day_of(at))
    written = {
        "conclusion": report.conclusion,
        "findings": report.findings.strip(),
        "advice": report.advice.strip(),
        "answered_at": at,
        "answered_by_id": by.practitioner_id,
        "answered_by_name": by.actor_name[:60],
        "answered_by_title": facts.title if facts else "",
    }
    words = f"{Conclusion(report.conclusion).label_zh}：{report.advice.strip()}"
    step(row, ConsultationAct.ANSWER, words, by=by, at=at, **written)
    events.publish(ConsultationAnswered(row.id, row.kind, row.resident_id, row.subject_id, row.conclusion, day_of(at)))
    return row


@retrying_atomic
def decline_consultation(*, by: Viewer, consultation_id: UUID, text: str, at: dt.datetime) -> Consultation:
    """Not for us, or not enough to go by: sent back with the reason."""
    row = held(by, consultation_id, ConsultationAct.DECLINE)
    if not text.strip():
        raise misshapen([Fault("text", "E_CONSULTATION_TEXT")])
    step(row, ConsultationAct.DECLINE, text, by=by, at=at)
    end_access(row, by=by, on=day_of(at))
    return row
