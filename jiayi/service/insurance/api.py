"""What going to each level would cost, over the API."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible, identifier_of
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.insurance import permissions, selectors
from jiayi.service.insurance.terms import Circumstances, Level, VisitKind

router = Router(tags=["insurance"])


class CostQuestion(Schema):
    """A visit as it is thought of; amounts in fen. Whether the resident is contracted the caller says."""

    model_config = ConfigDict(extra="forbid")

    visit: VisitKind
    amount_fen: int = Field(ge=0, le=100_000_000_00)
    consultation_fee_fen: int = Field(0, ge=0, le=1_000_000)
    emergency: bool = False
    exempt: bool = False
    contracted: bool = False
    down_referral: bool = False
    episode_continues: bool = Field(False, description="A referred episode in which deductibles were paid before.")
    deductible_paid_fen: int = Field(0, ge=0, le=100_000_000)


class EstimateAnswer(Schema):
    """What the pool and the resident would pay; an estimate, the insurer's own reckoning decides."""

    rate: float
    deductible_fen: int
    pool_fen: int
    own_fen: int
    reasons: list[dict]


class WayAnswer(Schema):
    """One level; `unreferred` is null where a referral makes no difference."""

    level: Level
    in_area: bool
    referred: EstimateAnswer
    unreferred: EstimateAnswer | None


@router.post("/residents/{resident_id}/costs", response=list[WayAnswer], summary="What going to each level would cost")
def costs(request: HttpRequest, resident_id: str, data: CostQuestion) -> list[dict[str, Any]]:
    """The nearest level first, referred and not, with reasons. 422 E_NO_VALUE where no scheme sets rates."""
    viewer, today = request.viewer, clock.today()
    if not viewer.can(permissions.READ_RESIDENT):
        raise NotVisible
    resident = people.resident_for(viewer, identifier_of(resident_id), on=today)
    audit.record_read(by=viewer, act="insurance.compare", resident_ids=[resident.id])
    age = people.facts_of([resident.id], today)[resident.id].age
    asked = Circumstances(age=age, **data.model_dump())
    schemes = organization.schemes_for(resident.region_id, today)
    return [asdict(way) for way in selectors.ways(asked, on=today, schemes=schemes)]
