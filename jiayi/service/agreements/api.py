"""The agreements of the JSON API."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.idempotency import DOCUMENTED, answer_once
from jiayi.registry.organization import selectors as organization

from . import permissions, presenters, selectors, services
from .terms import Channel, Kind, SigningRequest, Unit

router = Router(tags=["agreements"])


class AgreementRequest(Schema):
    """A paper to be signed; with unit `household` the resident stands for all members who can be signed."""

    model_config = ConfigDict(extra="forbid")

    resident: UUID
    team: UUID
    packages: list[str] = Field(max_length=20)
    package_holders: dict[str, list[UUID]] = Field(
        {}, description="By package the residents who get it, where that is not everyone on the paper."
    )
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


class PackagesQuery(Schema):
    """Of which team, on which day (today where left out)."""

    model_config = ConfigDict(extra="forbid")

    team: UUID
    on: dt.date | None = None


class OfferAnswer(Schema):
    """A package on offer; amounts are fen a person and year, groups empty where it is for everybody."""

    package: str
    version: str
    name_zh: str
    name_en: str
    grade: str
    groups: list[str]
    institution: UUID | None = Field(description="Whose own package it is; null for one of the rulebook.")
    starts_on: dt.date | None
    service_months: int | None
    items: list[dict[str, Any]]
    amounts_fen: dict[str, int]
    total_fen: int
    source: dict[str, Any] | None


class OffersAnswer(Schema):
    team: UUID
    on: dt.date
    schemes: list[str]
    packages: list[OfferAnswer]


@router.get("/packages", response=OffersAnswer, summary="Packages on offer to a team's residents")
def packages(request: HttpRequest, query: Query[PackagesQuery]) -> dict[str, Any]:
    """The rulebook's packages and those of the team's institution that are on offer on a day."""
    on = query.on or clock.today()
    team = organization.team_facts(query.team, on)
    if team is None:
        raise NotVisible
    permissions.require_team(request.viewer, permissions.PACKAGE_READ, team)
    schemes = organization.schemes_for(team.region_code, on)
    offers = selectors.packages_on_offer(on, institution_id=team.institution_id, schemes=schemes)
    return {"team": team.id, "on": on, "schemes": schemes, "packages": [presenters.offer_data(one) for one in offers]}


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
        package_holders={code: tuple(ids) for code, ids in data.package_holders.items()},
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
