"""Guide, catalogue and network over the API: what the documents say, what must be there, who works together."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.idempotency import DOCUMENTED, answer_once
from jiayi.foundation.rulebook import ValueInForce
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import InstitutionLevel
from jiayi.service.referral import permissions, selectors, services
from jiayi.service.referral.models import Partner

from .shapes import Line, Name, Phone, Strict

router = Router(tags=["referrals"])
_PARTNER = ("id", "name", "level", "contact", "phone", "since", "note")


class GuideLine(Schema):
    """A parameter in force with the place in the document that sets it."""

    key: str
    title_zh: str
    title_en: str
    value: Any
    unit: str | None
    document: str
    clause: str
    scheme: str


class GuideAnswer(Schema):
    """What holds at the asker's place: by part, and the diseases by the lowest level that treats them."""

    region: str
    parts: dict[str, list[GuideLine]]
    catalogue: GuideLine | None


class RequiredAnswer(Schema):
    """Institutions that the documents ask for, and how many there are."""

    code: str
    least: int
    there: int


class PartnerAnswer(Schema):
    """An institution with which a county works together."""

    id: UUID
    region: str
    name: str
    level: InstitutionLevel
    contact: str
    phone: str
    since: dt.date
    note: str


class NetworkAnswer(Schema):
    """What the county must have, and its partners."""

    county: str
    required: list[RequiredAnswer]
    partners: list[PartnerAnswer]


class NewPartner(Strict):
    """A partner from a day on."""

    region: str = Field(pattern=r"^[0-9]{6,12}$", description="The county's code.")
    name: str = Field(min_length=1, max_length=120)
    level: InstitutionLevel
    since: dt.date
    contact: Name = ""
    phone: Phone = ""
    note: Line = ""


@router.get("/referral-guide", response=GuideAnswer, summary="What the documents in force say of tiered care")
def guide(request: HttpRequest) -> dict[str, Any]:
    """By the schemes of the asker's place; no resident's data."""
    place, today = _place(request), clock.today()
    schemes = list(organization.schemes_for(place, today)) if place else []
    found = selectors.catalogue(schemes, today)
    parts = selectors.guide(schemes, today)
    return {
        "region": place,
        "parts": {part: [_line(one) for one in values] for part, values in parts.items()},
        "catalogue": _line(found) if found else None,
    }


@router.get("/referral-network", response=NetworkAnswer, summary="Required institutions and partners")
def network(request: HttpRequest) -> dict[str, Any]:
    """Of the asker's county."""
    _place(request)
    county = selectors.county_of(request.viewer)
    return {
        "county": county,
        "required": selectors.required_institutions(request.viewer, county, clock.today()),
        "partners": [_partner(one) for one in selectors.partners(request.viewer)],
    }


@router.post("/referral-partners", response={201: PartnerAnswer}, summary="Enter a partner", openapi_extra=DOCUMENTED)
def agree(request: HttpRequest, data: NewPartner) -> Status:
    """Once per Idempotency-Key, and once a name; 404 outside of one's area."""

    def do() -> dict[str, Any]:
        given = data.model_dump(exclude={"region"})
        return {"partner": services.agree_partner(by=request.viewer, region_code=data.region, **given).id}

    return Status(*answer_once(request, do=do, show=lambda ids: _partner(Partner.objects.get(id=ids["partner"]))))


def _place(request: HttpRequest) -> str:
    if not request.viewer.can(permissions.READ):
        raise NotVisible
    return selectors.place_of(request.viewer)


def _line(one: ValueInForce) -> dict[str, Any]:
    return {
        "key": one.key,
        "title_zh": one.parameter.zh,
        "title_en": one.parameter.en,
        "value": one.value,
        "unit": one.parameter.unit,
        "document": one.dated.source.document,
        "clause": one.dated.source.clause,
        "scheme": one.scheme,
    }


def _partner(one: Partner) -> dict[str, Any]:
    return {name: getattr(one, name) for name in _PARTNER} | {"region": one.region_id}
