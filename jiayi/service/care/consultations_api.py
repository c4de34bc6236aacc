"""Consultations over the API: asked of another institution or a county centre, answered within the clock (S4-78)."""

import datetime as dt
from typing import Annotated, Any, Literal
from uuid import UUID, uuid4

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible, identifier_of
from jiayi.foundation.base.idempotency import DOCUMENTED, answer_once
from jiayi.service.care import permissions, selectors, services
from jiayi.service.care.models import Consultation
from jiayi.service.care.terms import (
    OPEN_CONSULTATIONS,
    Conclusion,
    ConsultationAct,
    ConsultationKind,
    ConsultationReport,
    ConsultationRequest,
    ConsultationState,
    ConsultationUrgency,
)

router = Router(tags=["care"])
Text = Annotated[str, Field(max_length=4000)]
_SAME = (
    *("id", "number", "kind", "urgency", "state", "version", "question", "diagnosis", "background"),
    *("asked_by_name", "asked_at", "answer_due_at", "taken_at", "conclusion", "findings", "advice", "answered_at"),
    *("answered_by_name", "answered_by_title", "closed_on"),
)
_WITH_WORDS = {
    ConsultationAct.DECLINE: services.decline_consultation,
    ConsultationAct.WITHDRAW: services.withdraw_consultation,
    ConsultationAct.ASK_AGAIN: services.ask_again,
    ConsultationAct.CLOSE: services.close_consultation,
}


class ConsultationQuery(Schema):
    """Which consultations; the open ones where nothing is named, the nearest clock first."""

    side: Literal["asked_of_us", "asked_by_us", "every"] = "every"
    state: ConsultationState | None = None
    is_open: bool = True
    kind: ConsultationKind | None = None
    resident: UUID | None = None
    limit: int = Field(100, ge=1, le=500)


class NewConsultation(Schema):
    """A question about a resident to another institution; the record opens to it when it takes the question up."""

    model_config = ConfigDict(extra="forbid")

    resident: UUID
    kind: ConsultationKind
    from_institution: UUID
    to_institution: UUID
    question: str = Field(min_length=1, max_length=4000)
    urgency: ConsultationUrgency = ConsultationUrgency.ROUTINE
    diagnosis: str = Field("", max_length=200)
    background: Text = ""
    consented: bool = Field(False, description="The resident agrees that the asked institution reads the record.")
    record: UUID | None = None
    subject: UUID | None = Field(None, description="The order or referral that it is about.")


class NewConsultationAct(Schema):
    """An act on it: `conclusion`, `advice` and `findings` of an answer; `text` of what is sent back, withdrawn, asked
    again or closed."""

    model_config = ConfigDict(extra="forbid")

    act: Literal[
        ConsultationAct.TAKE,
        ConsultationAct.ANSWER,
        ConsultationAct.DECLINE,
        ConsultationAct.WITHDRAW,
        ConsultationAct.ASK_AGAIN,
        ConsultationAct.CLOSE,
    ]
    text: Text = ""
    conclusion: Conclusion | None = None
    advice: Text = ""
    findings: Text = ""


class ConsultationAnswer(Schema):
    """A consultation as it stands, with what the asker may do next. Instants are in UTC."""

    id: UUID
    number: str
    resident: UUID
    kind: ConsultationKind
    urgency: ConsultationUrgency
    state: ConsultationState
    version: int
    from_institution: UUID
    to_institution: UUID
    question: str
    diagnosis: str
    background: str
    asked_by_name: str
    asked_at: dt.datetime
    answer_due_at: dt.datetime | None
    taken_at: dt.datetime | None
    conclusion: Conclusion | Literal[""]
    findings: str
    advice: str
    answered_at: dt.datetime | None
    answered_by_name: str
    answered_by_title: str
    closed_on: dt.date | None
    acts: list[ConsultationAct]


@router.get("/consultations", response=list[ConsultationAnswer], summary="Consultations, the nearest clock first")
def consultations(request: HttpRequest, query: Query[ConsultationQuery]) -> list[dict[str, Any]]:
    """Asked of us, by us, and of our residents."""
    viewer = request.viewer
    if not viewer.can(permissions.READ_CONSULTATIONS):
        raise NotVisible
    rows = selectors.consultations(viewer)
    if query.side != "every":
        own = viewer.scope(permissions.READ_CONSULTATIONS).institution_ids
        rows = rows.filter(**{f"{'to' if query.side == 'asked_of_us' else 'from'}_institution_id__in": own})
    if query.state:
        rows = rows.filter(state=query.state)
    elif query.is_open:
        rows = rows.filter(state__in=OPEN_CONSULTATIONS)
    narrowed = {"kind": query.kind, "resident_id": query.resident}
    rows = rows.filter(**{key: value for key, value in narrowed.items() if value})
    found = list(rows.order_by("answer_due_at", "id")[: query.limit])
    audit.record_read(by=viewer, act="care.list_consultations", resident_ids=[one.resident_id for one in found])
    return [_shown(request, one) for one in found]


@router.post("/consultations", response={201: ConsultationAnswer}, summary="Ask", openapi_extra=DOCUMENTED)
def ask(request: HttpRequest, data: NewConsultation) -> Status:
    """Once per Idempotency-Key. 404 for a resident or an asking institution out of reach, 422 without consent."""
    if not request.viewer.can(permissions.CONSULT):
        raise NotVisible

    def do() -> dict[str, Any]:
        same = ("kind", "question", "urgency", "diagnosis", "background", "consented")
        asked = ConsultationRequest(
            resident_id=data.resident,
            from_institution_id=data.from_institution,
            to_institution_id=data.to_institution,
            record_id=data.record,
            subject_id=data.subject,
            submission_id=uuid4(),
            **{name: getattr(data, name) for name in same},
        )
        return {"consultation": services.ask_consultation(by=request.viewer, asked=asked, at=clock.now()).id}

    return Status(*answer_once(request, do=do, show=lambda ids: _found(request, UUID(str(ids["consultation"])))))


@router.get("/consultations/{consultation_id}", response=ConsultationAnswer, summary="Read a consultation")
def read(request: HttpRequest, consultation_id: str) -> dict[str, Any]:
    """One in reach; 404 otherwise."""
    return _found(request, identifier_of(consultation_id))


@router.post(
    "/consultations/{consultation_id}/acts",
    response={200: ConsultationAnswer},
    summary="Act on it",
    openapi_extra=DOCUMENTED,
)
def act(request: HttpRequest, consultation_id: str, data: NewConsultationAct) -> Status:
    """Once per Idempotency-Key. 404 where the act is the other side's, 409 where it does not follow from the state."""
    key = identifier_of(consultation_id)

    def do() -> dict[str, Any]:
        common: dict[str, Any] = {"by": request.viewer, "consultation_id": key, "at": clock.now()}
        return {"consultation": _do(data, common).id}

    return Status(*answer_once(request, do=do, show=lambda _ids: _found(request, key), status=200))


def _do(data: NewConsultationAct, common: dict[str, Any]) -> Consultation:
    if data.act == ConsultationAct.TAKE:
        return services.take_consultation(**common)
    if data.act == ConsultationAct.ANSWER:
        report = ConsultationReport(data.conclusion or "", data.advice, data.findings)
        return services.answer_consultation(report=report, **common)
    return _WITH_WORDS[data.act](text=data.text, **common)


def _found(request: HttpRequest, consultation_id: UUID) -> dict[str, Any]:
    found = selectors.consultation_for(request.viewer, consultation_id)
    audit.record_read(by=request.viewer, act="care.open_consultation", resident_ids=[found.resident_id])
    return _shown(request, found)


def _shown(request: HttpRequest, one: Consultation) -> dict[str, Any]:
    return {name: getattr(one, name) for name in _SAME} | {
        "resident": one.resident_id,
        "from_institution": one.from_institution_id,
        "to_institution": one.to_institution_id,
        "acts": selectors.consultation_acts(request.viewer, one),
    }
