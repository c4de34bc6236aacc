"""Long-term prescriptions over the API: read, order, audit, dispense."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Self
from uuid import UUID, uuid4

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field, model_validator

from jiayi.foundation.audit import services as records
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible, identifier_of
from jiayi.foundation.base.idempotency import DOCUMENTED, answer_once
from jiayi.foundation.rulebook import rulebook
from jiayi.service.prescriptions import permissions, selectors, services
from jiayi.service.prescriptions.terms import (
    Answer,
    AuditAct,
    ConsentKind,
    DispenseRequest,
    EarlyReason,
    Frequency,
    ItemRequest,
    OrderRequest,
    Papers,
    Relation,
    Way,
)

router = Router(tags=["prescriptions"])
Note = Annotated[str, Field(max_length=200)]


class Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class NewItem(Strict):
    """One drug; form and strength as GET /drugs names them."""

    drug: str = Field(max_length=60)
    form: str = Field(max_length=30)
    strength: str = Field(max_length=40)
    units_per_dose: Decimal = Field(gt=0, max_digits=6, decimal_places=2)
    frequency: Frequency
    note: str = Field("", max_length=100)
    for_chronic_infection: bool = False


class NewAnswer(Strict):
    """The doctor's word on a criterion; a note where it differs from the record."""

    holds: bool
    note: Note = ""


class NewPapers(Strict):
    """What more than four weeks need."""

    assessment: str = Field("", max_length=400)
    topics: list[str] = Field([], max_length=20)
    teach_back: bool = False
    consent: ConsentKind | None = None
    consented_by: str = Field("", max_length=60)
    witness: str = Field("", max_length=60)


class NewOrder(Strict):
    """A long-term prescription; `reasons` by the key of each warning that is set aside."""

    resident: UUID
    diagnoses: list[str] = Field(min_length=1, max_length=10)
    diagnosis_text: Note = ""
    days: int = Field(ge=1, le=366)
    starts_on: dt.date | None = None
    face_to_face: bool = True
    items: list[NewItem] = Field(min_length=1, max_length=20)
    answers: dict[str, NewAnswer] = Field({}, max_length=10)
    papers: NewPapers = NewPapers()
    reasons: dict[str, Note] = Field({}, max_length=50)


class NewAudit(Strict):
    """What a pharmacist says of the version that they have read."""

    version: int
    act: AuditAct
    text: str = Field("", max_length=400)


class NewLot(Strict):
    """The lot of a designated pharmacy that an item comes from."""

    number: str = Field(min_length=1, max_length=40)
    expires_on: dt.date


class NewDispensing(Strict):
    """Days to give out (0: what is owed only), by which way, to whom.

    `quantities`: units by the id of the item where less is there than is due (the rest is owed); `lots` by the id of
    the item for way=retail only, our own stock gives what expires first.
    """

    institution: UUID
    days: int = Field(ge=0, le=366)
    way: Way = Way.COUNTER
    relation: Relation = Relation.SELF
    picker_name: str = Field("", max_length=60)
    picker_number: str = Field("", max_length=40)
    early_reason: EarlyReason | None = None
    early_note: Note = ""
    carrier: str = Field("", max_length=60)
    waybill: str = Field("", max_length=60)
    quantities: dict[UUID, Annotated[int, Field(ge=0)]] = Field({}, max_length=20)
    lots: dict[UUID, NewLot] = Field({}, max_length=20)

    @model_validator(mode="after")
    def lots_are_of_a_pharmacy(self) -> Self:
        """Our own lots are never chosen by hand."""
        if self.lots and self.way != Way.RETAIL:
            raise ValueError("lots are named for way=retail only")
        return self


class ItemAnswer(Schema):
    """An item with what was given of it, in units."""

    id: UUID
    drug: str
    name: str
    form: str
    strength: str
    units_per_dose: float
    frequency: str
    route: str
    total: int
    given: int
    remaining: int


class OrderAnswer(Schema):
    """An order with its supply as it stands today."""

    id: UUID
    code: str
    resident: UUID
    state: str
    version: int
    is_first: bool
    diagnoses: list[str]
    days: int
    issued_on: dt.date
    starts_on: dt.date
    ends_on: dt.date
    refill: str = Field(description="finished, too_early, open or late, as prescriptions.refill says")
    opens_on: dt.date
    runs_out_on: dt.date
    remaining_days: int
    items: list[ItemAnswer]


class DispensingAnswer(Schema):
    """One handing over."""

    id: UUID
    prescription: UUID
    on: dt.date
    days: int
    items: list[dict[str, Any]]


@router.get("/prescriptions/{prescription_id}", response=OrderAnswer, summary="Read an order")
def read(request: HttpRequest, prescription_id: str) -> dict[str, Any]:
    """One order in reach; 404 otherwise."""
    answer = _order(request, identifier_of(prescription_id))
    records.record_read(by=request.viewer, act="prescriptions.open", resident_ids=[answer["resident"]])
    return answer


@router.post("/prescriptions", response={201: OrderAnswer}, summary="Issue an order", openapi_extra=DOCUMENTED)
def issue(request: HttpRequest, data: NewOrder) -> Status:
    """Once per Idempotency-Key. 422 for what nobody has judged, 409 with the breaches where a rule forbids it."""
    _require(request, permissions.WRITE)

    def do() -> dict[str, Any]:
        made = services.issue_prescription(by=request.viewer, asked=_asked(data), on=clock.today(), at=clock.now())
        return {"order": made.id}

    return Status(*answer_once(request, do=do, show=lambda ids: _order(request, UUID(str(ids["order"])))))


@router.post(
    "/prescriptions/{prescription_id}/audits",
    response={201: OrderAnswer},
    summary="Audit an order",
    openapi_extra=DOCUMENTED,
)
def audit(request: HttpRequest, prescription_id: str, data: NewAudit) -> Status:
    """Once per Idempotency-Key. 409 for another version than the one read, and for one's own order."""
    _require(request, permissions.AUDIT)
    order_id = identifier_of(prescription_id)

    def do() -> dict[str, Any]:
        made = services.audit_prescription(
            by=request.viewer, prescription_id=order_id, on=clock.today(), at=clock.now(), **data.model_dump()
        )
        return {"order": made.id}

    return Status(*answer_once(request, do=do, show=lambda ids: _order(request, UUID(str(ids["order"])))))


@router.post(
    "/prescriptions/{prescription_id}/dispensings",
    response={201: DispensingAnswer},
    summary="Dispense",
    openapi_extra=DOCUMENTED,
)
def dispense(request: HttpRequest, prescription_id: str, data: NewDispensing) -> Status:
    """Once per Idempotency-Key. 409 before the audit, before the window without a reason, or beyond what remains."""
    _require(request, permissions.DISPENSE)
    order_id = identifier_of(prescription_id)

    def do() -> dict[str, Any]:
        lots = {item: (lot.number, lot.expires_on) for item, lot in data.lots.items()}
        given = data.model_dump(exclude={"institution", "lots"}) | {"early_reason": data.early_reason or ""}
        asked = DispenseRequest(prescription_id=order_id, submission_id=uuid4(), lots=lots, **given)
        made = services.dispense(
            by=request.viewer, asked=asked, institution_id=data.institution, on=clock.today(), at=clock.now()
        )
        return {"dispensing": made.id}

    return Status(*answer_once(request, do=do, show=lambda ids: _dispensing(request, UUID(str(ids["dispensing"])))))


@router.get("/drugs", response=list[dict[str, Any]], summary="The catalogue of drugs")
def drugs(request: HttpRequest) -> list[dict[str, Any]]:
    """What is known of each drug, fact by fact with its source; what is not said is not known."""
    _require(request, permissions.READ)
    return [
        {"code": code} | drug.model_dump(mode="json", exclude_defaults=True) for code, drug in rulebook().drugs.items()
    ]


def _require(request: HttpRequest, permission: str) -> None:
    if not request.viewer.can(permission):
        raise NotVisible


def _asked(data: NewOrder) -> OrderRequest:
    forms = rulebook().drug_forms
    items = tuple(
        ItemRequest(**item.model_dump(), route=forms[item.form].route if item.form in forms else "")
        for item in data.items
    )
    return OrderRequest(
        resident_id=data.resident,
        diagnoses=tuple(data.diagnoses),
        diagnosis_text=data.diagnosis_text,
        days=data.days,
        starts_on=data.starts_on,
        face_to_face=data.face_to_face,
        items=items,
        answers={code: Answer(said.holds, said.note) for code, said in data.answers.items()},
        papers=Papers(**data.papers.model_dump() | {"topics": tuple(data.papers.topics)}),
        reasons=data.reasons,
        submission_id=uuid4(),
    )


def _order(request: HttpRequest, order_id: UUID) -> dict[str, Any]:
    order = selectors.prescription_for(request.viewer, order_id)
    supply = selectors.supply_of(order, on=clock.today())
    names = ("id", "code", "state", "version", "is_first", "diagnoses", "days", "issued_on", "starts_on", "ends_on")
    return {name: getattr(order, name) for name in names} | {
        "resident": order.resident_id,
        "refill": supply.state,
        "opens_on": supply.opens_on,
        "runs_out_on": supply.runs_out_on,
        "remaining_days": supply.remaining_days,
        "items": [_item(one) for one in supply.items],
    }


def _item(one: selectors.ItemSupply) -> dict[str, Any]:
    names = ("id", "drug", "name", "form", "strength", "frequency", "route", "total")
    return {name: getattr(one.item, name) for name in names} | {
        "units_per_dose": float(one.item.units_per_dose),
        "given": one.given,
        "remaining": one.remaining,
    }


def _dispensing(request: HttpRequest, dispensing_id: UUID) -> dict[str, Any]:
    given = selectors.dispensing_for(request.viewer, dispensing_id)
    items = [
        {"item": one.item_id, "quantity": one.quantity, "lot": one.lot_number, "expires_on": one.expires_on}
        for one in given.items.order_by("id")
    ]
    return {"id": given.id, "prescription": given.prescription_id, "on": given.on, "days": given.days, "items": items}
