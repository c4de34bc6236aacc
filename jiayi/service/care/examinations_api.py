"""Examinations over the API: what was asked for, and asking for one beside what others found (S4-11)."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.idempotency import DOCUMENTED, answer_once
from jiayi.service.care import permissions, selectors, services
from jiayi.service.care.models import Examination
from jiayi.service.care.terms import ExaminationOutcome, ExaminationRequest

router = Router(tags=["care"])
MOST = 500


class ExaminationQuery(Schema):
    """Which requests; the latest first."""

    resident: UUID | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    outcome: ExaminationOutcome | None = None
    region: str = Field("", max_length=12, pattern=r"^[0-9]*$", description="A region's code or its beginning.")
    limit: int = Field(100, ge=1, le=MOST)


class NewExamination(Schema):
    """An examination that is asked for; where a recognised result stands, it is used or `reason` says why not."""

    model_config = ConfigDict(extra="forbid")

    resident: UUID
    item: str = Field(max_length=40, description="As in rulebook/examinations.yaml: hba1c, chest_x_ray …")
    purpose: str = Field("", max_length=200)
    use_recognised: bool = Field(False, description="Rely on the recognised result of others.")
    reason: str = Field("", max_length=30, description="A code of recognition.repeat_reasons.")
    note: str = Field("", max_length=200)


class ExaminationAnswer(Schema):
    """A request and its outcome: new, used (the result of others) or repeated (for a reason)."""

    id: UUID
    resident: UUID
    item: str
    institution: UUID
    asked_on: dt.date
    asked_by: str
    purpose: str
    outcome: ExaminationOutcome
    result: UUID | None = Field(description="The recognised result that it was weighed against.")
    reason: str
    note: str


@router.get("/examinations", response=list[ExaminationAnswer], summary="Examinations that were asked for")
def examinations(request: HttpRequest, query: Query[ExaminationQuery]) -> list[dict[str, Any]]:
    """Those of residents within reach."""
    if not request.viewer.can(permissions.READ):
        raise NotVisible
    found = selectors.examinations(request.viewer, on=clock.today())
    narrowed = {
        "resident_id": query.resident,
        "asked_on__gte": query.since,
        "asked_on__lte": query.until,
        "outcome": query.outcome,
        "region__code__startswith": query.region,
    }
    rows = list(found.filter(**{key: value for key, value in narrowed.items() if value})[: query.limit])
    ids = [one.resident_id for one in rows]
    audit.record_read(by=request.viewer, act="care.list_examinations", resident_ids=ids)
    return [_answer(one) for one in rows]


@router.post(
    "/examinations", response={201: ExaminationAnswer}, summary="Ask for an examination", openapi_extra=DOCUMENTED
)
def examine(request: HttpRequest, data: NewExamination) -> Status:
    """Once per Idempotency-Key. 409 names a recognised result that stands while nothing is said of it; 404 for a
    resident out of reach."""
    viewer = request.viewer
    if not viewer.can(permissions.WRITE):
        raise NotVisible

    def do() -> dict[str, Any]:
        asked = ExaminationRequest(
            resident_id=data.resident,
            item=data.item,
            submission_id=uuid4(),
            purpose=data.purpose,
            uses=data.use_recognised,
            reason=data.reason,
            note=data.note,
        )
        return {"examination": services.ask_examination(by=viewer, asked=asked, on=clock.today()).id}

    def show(ids: dict[str, Any]) -> dict[str, Any]:
        return _answer(selectors.examinations(viewer, on=clock.today()).get(pk=UUID(str(ids["examination"]))))

    return Status(*answer_once(request, do=do, show=show))


def _answer(one: Examination) -> dict[str, Any]:
    same = ("id", "item", "asked_on", "purpose", "outcome", "reason", "note")
    return {name: getattr(one, name) for name in same} | {
        "resident": one.resident_id,
        "institution": one.institution_id,
        "asked_by": one.asked_by_name,
        "result": one.result_id,
    }
