"""Care over the API: values from devices, records of forms, and what a form asks for."""

import datetime as dt
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID, uuid4

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import AwareDatetime, ConfigDict, Field

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, NotVisible, identifier_of
from jiayi.foundation.base.idempotency import DOCUMENTED, answer_once
from jiayi.foundation.rulebook.schema import Form as Definition
from jiayi.service.care import permissions, selectors, services
from jiayi.service.care.forms import RecordForm
from jiayi.service.care.models import Observation, Record
from jiayi.service.care.selectors.definitions import form_for
from jiayi.service.care.terms import Mode

router = Router(tags=["care"])
WRONG, UNKNOWN = "E_FIELD_WRONG", "E_FIELD_UNKNOWN"


class NewObservation(Schema):
    """One value of a resident."""

    model_config = ConfigDict(extra="forbid")

    resident: UUID
    code: str = Field(max_length=40, description="As in forms: systolic, fasting_glucose …")
    value: Decimal = Field(max_digits=10, decimal_places=3)
    unit: str = Field("", max_length=20, description="The unit of the code, as rulebook/units.yaml names it.")
    at: AwareDatetime
    source: Literal["device", "clinic", "resident", "shared"] = "device"
    device: str = Field("", max_length=60, description="Serial number of the device.")


class ObservationAnswer(Schema):
    """A value as it is kept."""

    id: UUID
    resident: UUID
    code: str
    value: float
    unit: str
    at: dt.datetime
    source: str


class NewRecord(Schema):
    """A form filled in; `values` by field of the form."""

    model_config = ConfigDict(extra="forbid")

    resident: UUID
    form: str = Field(max_length=40)
    visit_on: dt.date
    mode: Mode
    values: dict[str, Any] = Field(max_length=300)
    confirmed: list[str] = Field([], max_length=300, description="Fields whose unusual value was looked at again.")
    acts_on_urgent: bool = Field(False, description="Somebody has acted on an urgent finding.")
    confirmed_by_resident: bool = False
    also: list[str] = Field([], max_length=5, description="Forms that the same visit counts for too: a record each.")


class RecordAnswer(Schema):
    """A record with the values and outcomes of its current version."""

    id: UUID
    resident: UUID
    form: str
    visit_id: UUID | None = None
    together: list[UUID] = Field([], description="The other records of the same combined visit.")
    visit_on: dt.date
    mode: str
    evidence: str
    state: str
    version: int
    programmes: list[str]
    values: dict[str, Any]
    outcomes: dict[str, Any]
    next_within_days: int | None
    return_due_on: dt.date | None


@router.post("/observations", response={201: ObservationAnswer}, summary="Keep a value", openapi_extra=DOCUMENTED)
def observe(request: HttpRequest, data: NewObservation) -> Status:
    """Once per Idempotency-Key. 404 for a resident out of reach, 422 for an impossible value, unit, code or time."""
    viewer = _writer(request)

    def do() -> dict[str, Any]:
        kept = services.observe(
            by=viewer,
            resident_id=data.resident,
            code=data.code,
            number=data.value,
            unit=data.unit,
            at=data.at,
            source=data.source,
            device=data.device,
            now=clock.now(),
        )
        return {"observation": kept.id}

    return Status(*answer_once(request, do=do, show=lambda ids: _observation(UUID(str(ids["observation"])))))


@router.post("/records", response={201: RecordAnswer}, summary="Save a record", openapi_extra=DOCUMENTED)
def save(request: HttpRequest, data: NewRecord) -> Status:
    """Once per Idempotency-Key. A combined visit answers its first record and names the others. 422 names every field
    that does not stand, and an urgent finding nobody acts on."""
    viewer, today = _writer(request), clock.today()

    def do() -> dict[str, Any]:
        definition = form_for(viewer, data.form, also=data.also, to_write=True)
        record = services.save_record(
            by=viewer,
            asked=_form(definition, data, today).request(data.resident, also=tuple(data.also)),
            on=today,
            at=clock.now(),
            confirmed=frozenset(data.confirmed),
            acts_on_urgent=data.acts_on_urgent,
        )
        return {"record": record.id}

    return Status(*answer_once(request, do=do, show=lambda ids: _record(request, UUID(str(ids["record"])))))


@router.get("/records/{record_id}", response=RecordAnswer, summary="Read a record")
def read(request: HttpRequest, record_id: str) -> dict[str, Any]:
    """One record in reach; 404 otherwise."""
    answer = _record(request, identifier_of(record_id))
    audit.record_read(by=request.viewer, act="care.read_record", resident_ids=[answer["resident"]])
    return answer


@router.get("/forms/{code}", response=dict[str, Any], summary="Read a form")
def form(request: HttpRequest, code: str) -> dict[str, Any]:
    """What a form asks for: its fields with types, units, ranges and choices, and the decisions that read it."""
    return form_for(request.viewer, code).model_dump(mode="json", exclude_defaults=True)


def _writer(request: HttpRequest) -> Any:
    if not request.viewer.can(permissions.WRITE):
        raise NotVisible
    return request.viewer


def _form(definition: Definition, data: NewRecord, today: dt.date) -> RecordForm:
    """The values read as the page reads them; BadShape names those that cannot be read or that the form has not."""
    if unknown := data.values.keys() - definition.fields.keys():
        raise BadShape(UNKNOWN, breaches=[{"code": UNKNOWN, "field": code} for code in sorted(unknown)])
    given = {code: _as_sent(value) for code, value in data.values.items() if value is not None}
    head = {"visit_on": data.visit_on.isoformat(), "mode": data.mode, "submission_id": str(uuid4())}
    confirmed = {"is_confirmed": "on"} if data.confirmed_by_resident else {}
    filled = RecordForm(definition, today, given | head | confirmed)
    if not filled.is_valid():
        faults = [
            {"code": WRONG, "field": name, "text_zh": str(message), "text_en": str(message)}
            for name, messages in filled.errors.items()
            for message in messages
        ]
        raise BadShape(WRONG, breaches=faults)
    return filled


def _as_sent(value: Any) -> Any:
    """A JSON value as a posted form has it; lists stay lists."""
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, list) else str(value)


def _observation(observation_id: UUID) -> dict[str, Any]:
    kept = Observation.objects.get(pk=observation_id)
    return {
        "id": kept.id,
        "resident": kept.resident_id,
        "code": kept.code,
        "value": float(kept.number or 0),
        "unit": kept.unit,
        "at": kept.at,
        "source": kept.source,
    }


def _record(request: HttpRequest, record_id: UUID) -> dict[str, Any]:
    record: Record = selectors.record_for(request.viewer, record_id)
    current = selectors.versions_of(record)[0]
    return {
        "id": record.id,
        "resident": record.resident_id,
        "form": record.form,
        "visit_id": record.visit_id,
        "together": [one.id for one in selectors.siblings_of(request.viewer, record)],
        "visit_on": record.visit_on,
        "mode": record.mode,
        "evidence": record.evidence,
        "state": record.state,
        "version": record.version,
        "programmes": record.programmes,
        "values": current.values,
        "outcomes": current.outcomes,
        "next_within_days": record.next_within_days,
        "return_due_on": record.return_due_on,
    }
