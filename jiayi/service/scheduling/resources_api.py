"""Shared resources over the API: what is offered with its quotas, who waits for a place, who came."""

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible, identifier_of
from jiayi.foundation.base.idempotency import DOCUMENTED, answer_once
from jiayi.service.scheduling import permissions, selectors, services
from jiayi.service.scheduling.models import Quota, Resource, SlotWish
from jiayi.service.scheduling.terms import Booker, Pool, ResourceKind, WishState

router = Router(tags=["scheduling"])
_RESOURCE = (
    *("id", "kind", "title", "item", "department", "place", "doctor_name", "pool", "starts_on", "ends_on"),
    *("begins_at", "ends_at", "quantity", "note"),
)
_WISH = ("id", "earliest_on", "latest_on", "goes_first", "state")


class QuotaAnswer(Schema):
    """Places of each day that are kept for one holder."""

    institution: UUID | None
    team: UUID | None
    practitioner: UUID | None
    quantity: int


class ResourceAnswer(Schema):
    """What is shared: `quantity` places on each of its days, some of them kept. Times are of Asia/Shanghai."""

    id: UUID
    institution: UUID
    institution_name: str
    kind: ResourceKind
    title: str
    item: str
    department: str
    place: str
    doctor_name: str
    pool: Pool
    starts_on: dt.date
    ends_on: dt.date | None
    begins_at: dt.time
    ends_at: dt.time
    quantity: int
    note: str
    quotas: list[QuotaAnswer]


class ResourceQuery(Schema):
    """Which resources."""

    institution: UUID | None = None
    kind: ResourceKind | None = None
    limit: int = Field(200, ge=1, le=1000)


class NewQuota(Schema):
    """Places of each day for one institution, team or doctor; 0: no longer."""

    model_config = ConfigDict(extra="forbid")

    quantity: int = Field(ge=0, le=500)
    institution: UUID | None = None
    team: UUID | None = None
    practitioner: UUID | None = None


class NewWish(Schema):
    """A resident who waits for a place of a resource between two days."""

    model_config = ConfigDict(extra="forbid")

    resource: UUID
    resident: UUID
    institution: UUID = Field(description="For which one books.")
    practitioner: UUID | None = None
    latest_on: dt.date
    earliest_on: dt.date | None = Field(None, description="Today where it is not named.")


class WishAnswer(Schema):
    """Somebody on the waiting list; `offer`: the day that is held for them until `held_until`."""

    id: UUID
    resource: UUID
    resident: UUID
    institution: UUID
    earliest_on: dt.date
    latest_on: dt.date
    goes_first: bool
    state: WishState
    booking: UUID | None
    offer: dt.date | None
    held_until: dt.datetime | None


class WishAct(Schema):
    """Take what was offered, or wait no longer."""

    model_config = ConfigDict(extra="forbid")

    act: Literal["accept", "withdraw"]


@router.get("/resources", response=list[ResourceAnswer], summary="What is shared, with its quotas")
def resources(request: HttpRequest, query: Query[ResourceQuery]) -> list[dict[str, Any]]:
    """By institution; no resident's data."""
    rows = selectors.resources(request.viewer).prefetch_related("quotas")
    if query.institution:
        rows = rows.filter(institution_id=query.institution)
    if query.kind:
        rows = rows.filter(kind=query.kind)
    return [_resource(one) for one in rows[: query.limit]]


@router.post(
    "/resources/{resource_id}/quotas",
    response={200: ResourceAnswer},
    summary="Keep places for a holder",
    openapi_extra=DOCUMENTED,
)
def set_quota(request: HttpRequest, resource_id: str, data: NewQuota) -> Status:
    """Once per Idempotency-Key, by whose resource it is. Coming days without bookings are divided anew; 422 where more
    would be kept than there is, or no holder or several are named."""
    key, viewer = identifier_of(resource_id), request.viewer

    def do() -> dict[str, Any]:
        services.set_quota(
            by=viewer,
            resource_id=key,
            quantity=data.quantity,
            on=clock.today(),
            institution_id=data.institution,
            team_id=data.team,
            practitioner_id=data.practitioner,
        )
        return {}

    return Status(
        *answer_once(request, do=do, show=lambda _ids: _resource(selectors.resource_for(viewer, key)), status=200)
    )


@router.get("/slot-wishes", response=list[WishAnswer], summary="Who waits for a place, the nearest deadline first")
def wishes(request: HttpRequest, limit: int = Query(100, ge=1, le=500)) -> list[dict[str, Any]]:
    """Those of one's own institutions, and those for what one shares."""
    if not request.viewer.can(permissions.SLOT_BOOK):
        raise NotVisible
    rows = list(selectors.wishes(request.viewer)[:limit])
    audit.record_read(by=request.viewer, act="scheduling.list_slots", resident_ids=[one.resident_id for one in rows])
    return [_wish(one) for one in rows]


@router.post("/slot-wishes", response={201: WishAnswer}, summary="Wait for a place", openapi_extra=DOCUMENTED)
def wish(request: HttpRequest, data: NewWish) -> Status:
    """Once per Idempotency-Key and resident; a free place is offered at once."""
    if not request.viewer.can(permissions.SLOT_BOOK):
        raise NotVisible

    def do() -> dict[str, Any]:
        made = services.wish_for_slot(
            by=request.viewer,
            resource_id=data.resource,
            resident_id=data.resident,
            booker=Booker(data.institution, practitioner_id=data.practitioner),
            earliest_on=data.earliest_on or clock.today(),
            latest_on=data.latest_on,
            on=clock.today(),
            at=clock.now(),
        )
        return {"wish": made.id}

    return Status(*answer_once(request, do=do, show=_kept))


@router.post(
    "/slot-wishes/{wish_id}/acts",
    response={200: WishAnswer},
    summary="Take the offer, or leave",
    openapi_extra=DOCUMENTED,
)
def settle(request: HttpRequest, wish_id: str, data: WishAct) -> Status:
    """Once per Idempotency-Key. An offer is taken while its hold lasts; what is left goes to the next."""
    if not request.viewer.can(permissions.SLOT_BOOK):
        raise NotVisible
    key = identifier_of(wish_id)
    service = {"accept": services.accept_offer, "withdraw": services.withdraw_wish}[data.act]

    def do() -> dict[str, Any]:
        return {"wish": service(by=request.viewer, wish_id=key, on=clock.today(), at=clock.now()).id}

    return Status(*answer_once(request, do=do, show=_kept, status=200))


def _kept(ids: Any) -> dict[str, Any]:
    """What was answered to the same caller; the service judged who may."""
    return _wish(SlotWish.objects.select_related("booking__slot").get(id=ids["wish"]))


def _resource(one: Resource) -> dict[str, Any]:
    return {name: getattr(one, name) for name in _RESOURCE} | {
        "institution": one.institution_id,
        "institution_name": one.institution.name,
        "quotas": [_quota(quota) for quota in one.quotas.all()],
    }


def _quota(one: Quota) -> dict[str, Any]:
    return {
        "institution": one.institution_id,
        "team": one.team_id,
        "practitioner": one.practitioner_id,
        "quantity": one.quantity,
    }


def _wish(one: SlotWish) -> dict[str, Any]:
    held = one.booking if one.state == WishState.OFFERED else None
    return {name: getattr(one, name) for name in _WISH} | {
        "resource": one.resource_id,
        "resident": one.resident_id,
        "institution": one.institution_id,
        "booking": one.booking_id,
        "offer": held.slot.held_on if held else None,
        "held_until": held.held_until if held else None,
    }
