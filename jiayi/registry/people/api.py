"""Residents over the API: register, search, read. Numbers come in bodies and go out masked."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import AliasChoices, ConfigDict, Field

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import identifier_of
from jiayi.foundation.base.idempotency import DOCUMENTED, answer_once

from . import presenters, selectors, services
from .models import Resident
from .permissions import RESIDENT_READ, RESIDENT_WRITE, require
from .terms import GroupSource

router = Router(tags=["residents"])

PLACE = ("region", "groups", "household_number")


class NewResident(Schema):
    """A resident to register; codes are those of the rulebook and of people.terms."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=200)
    national_id: str | None = Field(None, max_length=40, description="18 or 15 characters; none for the newborn.")
    document_kind: str | None = Field(None, max_length=40)
    sex: str | None = Field(None, max_length=10, description="male or female; taken from the number if missing.")
    birth_date: dt.date | None = Field(None, description="Taken from the number if missing.")
    region: str = Field(
        max_length=12, description="Village code, 12 digits.", validation_alias=AliasChoices("region", "region_code")
    )
    phone: str = Field("", max_length=40)
    home_phone: str = Field("", max_length=40)
    address: str = Field("", max_length=400)
    grid_address: str = Field("", max_length=400)
    registered_address: str = Field("", max_length=400)
    residence_kind: str = Field("registered", max_length=20)
    resident_since: dt.date | None = None
    household_number: str = Field("", max_length=30)
    relation_to_head: str = Field("", max_length=20)
    groups: list[str] = Field(default=[], max_length=30, description="Recorded population groups.")
    ethnicity: str = Field("", max_length=20)
    blood_type: str = Field("", max_length=10)
    rh_factor: str = Field("", max_length=10)
    education: str = Field("", max_length=30)
    occupation: str = Field("", max_length=40)
    employment_kind: str = Field("", max_length=30)
    workplace: str = Field("", max_length=400)
    marital_status: str = Field("", max_length=20)
    payment_kinds: list[str] = Field(default=[], max_length=10)
    insurance_number: str = Field("", max_length=40)
    contact_name: str = Field("", max_length=200)
    contact_phone: str = Field("", max_length=40)
    contact_relation: str = Field("", max_length=20)
    note: str = Field("", max_length=400)


class ResidentAnswer(Schema):
    """A resident; numbers masked."""

    id: UUID
    archive_number: str | None
    name: str
    sex: str
    birth_date: dt.date
    age: int
    document_kind: str
    national_id: str
    phone: str
    region: str
    address: str
    household: UUID | None
    relation_to_head: str
    residence_kind: str
    status: str
    version: int


class ResidentDetail(ResidentAnswer):
    """A resident with the groups of today, recorded and derived."""

    groups: list[str]
    is_key: bool
    is_special: bool


class Query(Schema):
    model_config = ConfigDict(extra="forbid")

    q: str = Field(max_length=60, description="Name, pinyin initials, identity number, phone or archive number.")


class Found(Schema):
    """What a search found: at most 50; `more` where others were left off."""

    kind: str
    count: int
    more: bool
    residents: list[ResidentAnswer]


@router.post(
    "/residents",
    response={201: ResidentAnswer},
    summary="Register a resident",
    openapi_extra=DOCUMENTED,
)
def register(request: HttpRequest, data: NewResident) -> Status:
    """Register once per Idempotency-Key. 409 where the number has a record, 422 with a fault per field."""
    viewer, today = request.viewer, clock.today()
    require(viewer, RESIDENT_WRITE)
    made: list[Resident] = []

    def do() -> dict[str, Any]:
        resident = services.register_resident(
            by=viewer,
            on=today,
            region_code=data.region,
            entered=data.model_dump(exclude=set(PLACE)),
            groups=data.groups,
            household_number=data.household_number,
            source=GroupSource.INTERFACE,
        )
        made[:] = [resident]
        return {"resident": resident.id}

    def show(ids: Any) -> dict[str, Any]:
        resident = made[0] if made else selectors.resident_for(viewer, UUID(ids["resident"]), on=today)
        return presenters.api_card(resident, today)

    with services.counting_hidden_duplicates(by=viewer):
        return Status(*answer_once(request, do=do, show=show))


@router.post("/residents/search", response=Found, summary="Search residents")
def search(request: HttpRequest, data: Query) -> dict[str, Any]:
    """Residents in reach that the text finds; a number never stands in an address."""
    viewer, today = request.viewer, clock.today()
    require(viewer, RESIDENT_READ)
    found = selectors.search(viewer, data.q, on=today)
    ids = [resident.id for resident in found.residents]
    audit.record_read(by=viewer, act="people.search", resident_ids=ids, details={"kind": found.kind})
    residents = [presenters.api_card(resident, today) for resident in found.residents]
    return {"kind": found.kind, "count": len(residents), "more": found.more, "residents": residents}


@router.get("/residents/{resident_id}", response=ResidentDetail, summary="Read a resident")
def read(request: HttpRequest, resident_id: str) -> dict[str, Any]:
    """One resident in reach; of a merged record, the one that was kept. 404 otherwise."""
    viewer, today = request.viewer, clock.today()
    resident = selectors.resident_for(viewer, identifier_of(resident_id), on=today)
    facts = selectors.facts_of([resident.id], today)[resident.id]
    audit.record_read(by=viewer, act="people.read_resident", resident_ids=[resident.id])
    groups = {"groups": list(facts.groups), "is_key": facts.is_key, "is_special": facts.is_special}
    return presenters.api_card(resident, today) | groups
