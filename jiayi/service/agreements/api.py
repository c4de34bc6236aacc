"""The agreements of the JSON API."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.idempotency import DOCUMENTED, answer_once

from . import presenters, selectors, services
from .terms import Channel, Kind, SigningRequest, Unit

router = Router(tags=["agreements"])


class AgreementRequest(Schema):
    """A paper to be signed; with unit `household` the resident stands for all members who can be signed."""

    model_config = ConfigDict(extra="forbid")

    resident: UUID
    team: UUID
    packages: list[str] = Field(max_length=20)
    kind: str = Kind.FIRST.value
    signed_on: dt.date | None = Field(None, description="Today where left out.")
    unit: str = Unit.PERSON.value
    party: str = "team"
    responsible_person: UUID | None = None
    contact_person: UUID | None = None
    guardian: UUID | None = None
    guardian_name: str = Field("", max_length=60)
    guardian_relation: str = Field("", max_length=20)
    document_shown: str = ""
    years: int | None = None
    course_days: int | None = None
    is_replacement: bool = False
    told_list: bool = False
    late_reason: str = Field("", max_length=200)


class PackageAnswer(Schema):
    package: str
    version: str
    items: list[dict[str, Any]]
    amounts_fen: dict[str, int]
    total_fen: int


class AgreementAnswer(Schema):
    """One resident's agreement; `paper` and `members` tell which others stand on the same paper."""

    id: UUID
    number: str
    paper: UUID
    members: list[UUID] = Field(description="The agreements of the same paper, this one included.")
    resident: UUID
    team: UUID
    institution: UUID
    responsible_person: UUID
    contact_person: UUID
    assistant: UUID | None
    guardian: UUID | None
    party: str
    kind: str
    unit: str
    state: str
    signed_on: dt.date
    starts_on: dt.date
    ends_on: dt.date
    ended_on: dt.date | None
    end_reason: str
    previous: UUID | None
    open_record_by: dt.date | None
    groups: list[str]
    packages: list[PackageAnswer]
    total_fen: int
    schemes: list[str]
    rulebook_version: str
    reasons: list[dict[str, Any]]


@router.post(
    "/agreements",
    response={201: AgreementAnswer},
    summary="Sign an agreement",
    openapi_extra=DOCUMENTED,
)
def sign(request: HttpRequest, data: AgreementRequest) -> Status:
    """Sign for a resident or a household. 409 with every breach where a law forbids it."""
    today = clock.today()
    asked = _asked(data, today)

    def do() -> dict[str, Any]:
        paper = services.sign_agreement(by=request.viewer, asked=asked, on=today)
        return {"agreement": paper.agreements.get(resident_id=data.resident).id}

    return Status(*answer_once(request, do=do, show=lambda ids: _answer(request, UUID(ids["agreement"]))))


@router.get("/agreements/{agreement_id}", response=AgreementAnswer, summary="Read an agreement")
def read(request: HttpRequest, agreement_id: UUID) -> dict[str, Any]:
    """One agreement that the viewer may see; the reading is audited."""
    answer = _answer(request, agreement_id)
    audit.record_read(by=request.viewer, act="agreements.read_agreement", resident_ids=[answer["resident"]])
    return answer


def _asked(data: AgreementRequest, today: dt.date) -> SigningRequest:
    return SigningRequest(
        team_id=data.team,
        packages=tuple(dict.fromkeys(data.packages)),
        signed_on=data.signed_on or today,
        resident_ids=(data.resident,),
        kind=data.kind,
        unit=data.unit,
        party=data.party,
        responsible_person_id=data.responsible_person,
        contact_person_id=data.contact_person,
        guardian_id=data.guardian,
        guardian_name=data.guardian_name,
        guardian_relation=data.guardian_relation,
        document_shown=data.document_shown,
        years=data.years,
        course_days=data.course_days,
        is_replacement=data.is_replacement,
        told_list=data.told_list,
        late_reason=data.late_reason,
        channel=Channel.API,
    )


def _answer(request: HttpRequest, agreement_id: UUID) -> dict[str, Any]:
    agreement = selectors.agreement_for(request.viewer, agreement_id)
    members = selectors.agreements_of_paper(request.viewer, agreement.paper_id)
    return presenters.as_data(agreement) | {"members": [member.id for member in members]}
