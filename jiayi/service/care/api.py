"""Care over the API: values from devices, records of forms, and what a form asks for."""

import datetime as dt
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import override
from ninja import Router, Schema, Status
from pydantic import AwareDatetime, ConfigDict, Field

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, NotVisible, identifier_of
from jiayi.foundation.base.idempotency import DOCUMENTED, answer_once
from jiayi.foundation.rulebook.schema import Form as Definition
from jiayi.service.care import consultations_api, examinations_api, permissions, selectors, services
from jiayi.service.care.forms import RecordForm
from jiayi.service.care.models import Observation, Record, SharedResult
from jiayi.service.care.selectors.definitions import form_for
from jiayi.service.care.terms import Mode, ResultRequest, ResultWay

router = Router(tags=["care"])
router.add_router("", examinations_api.router)
router.add_router("", consultations_api.router)
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


class NewSharedResult(Schema):
    """A result of another institution, as its report says."""

    model_config = ConfigDict(extra="forbid")

    resident: UUID
    item: str = Field(max_length=40, description="As in rulebook/examinations.yaml: hba1c, chest_x_ray …")
    performed_on: dt.date
    reported_on: dt.date | None = None
    institution: str = Field(max_length=100, description="The name on the report.")
    level: Literal["village", "township", "county", "city", "province"]
    report_number: str = Field(max_length=60, description="With institution and item: sent twice, kept once.")
    value: Decimal | None = Field(None, max_digits=10, decimal_places=3)
    reference: str = Field("", max_length=60)
    conclusion: str = Field("", max_length=500)
    abnormal: bool = False
    mutual_recognition_mark: bool = False


class SharedResultAnswer(Schema):
    """A result as it is kept."""

    id: UUID
    resident: UUID
    item: str
    performed_on: dt.date
    reported_on: dt.date | None
    institution: str
    level: str
    report_number: str
    way: str
    value: float | None
    unit: str
    reference: str
    conclusion: str
    abnormal: bool
    mutual_recognition_mark: bool


@router.post(
    "/shared-results", response={201: SharedResultAnswer}, summary="Keep a shared result", openapi_extra=DOCUMENTED
)
def share(request: HttpRequest, data: NewSharedResult) -> Status:
    """Once per Idempotency-Key and report. 404 for a resident out of reach, 422 for what cannot be, 409 where the
    same report said something else before."""
    viewer = _writer(request)

    def do() -> dict[str, Any]:
        asked = ResultRequest(
            resident_id=data.resident,
            item=data.item,
            performed_on=data.performed_on,
            reported_on=data.reported_on,
            institution_name=data.institution,
            level=data.level,
            report_number=data.report_number,
            way=ResultWay.SYSTEM,
            number=data.value,
            reference=data.reference,
            conclusion=data.conclusion,
            is_abnormal=data.abnormal,
            is_marked=data.mutual_recognition_mark,
        )
        return {"result": services.share_result(by=viewer, asked=asked, on=clock.today()).id}

    def show(ids: dict[str, Any]) -> dict[str, Any]:
        return _result(selectors.shared_result_for(viewer, UUID(str(ids["result"]))))

    return Status(*answer_once(request, do=do, show=show))


@router.get("/residents/{resident_id}/shared-results", response=list[SharedResultAnswer], summary="Read shared results")
def read_shared(request: HttpRequest, resident_id: str) -> list[dict[str, Any]]:
    """The latest two hundred of a resident, the latest first; 404 out of reach."""
    identity = identifier_of(resident_id)
    rows = selectors.shared_results(request.viewer, identity)[:200]
    audit.record_read(by=request.viewer, act="care.list_results", resident_ids=[identity])
    return [_result(one) for one in rows]


def _result(one: SharedResult) -> dict[str, Any]:
    return {
        "id": one.id,
        "resident": one.resident_id,
        "item": one.item,
        "performed_on": one.performed_on,
        "reported_on": one.reported_on,
        "institution": one.institution_name,
        "level": one.level,
        "report_number": one.report_number,
        "way": one.way,
        "value": None if one.number is None else float(one.number),
        "unit": one.unit,
        "reference": one.reference,
        "conclusion": one.conclusion,
        "abnormal": one.is_abnormal,
        "mutual_recognition_mark": one.is_marked,
    }


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
        told = [(name, error) for name, errors in filled.errors.as_data().items() for error in errors]
        raise BadShape(WRONG, breaches=[_wrong(name, error) for name, error in told])
    return filled


def _wrong(field: str, error: ValidationError) -> dict[str, Any]:
    """What is wrong with a field, said in both languages."""
    said = {}
    for name, language in (("text_zh", "zh-hans"), ("text_en", "en")):
        with override(language):
            said[name] = " ".join(error)
    return {"code": WRONG, "field": field, **said}


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
