"""What addresses of the portal name: one thing of a resident each, to be tried by somebody else."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from jiayi.community.engagement.services import make_appeal
from jiayi.community.engagement.terms import AppealAsked
from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.service.agreements.services import prepare_agreement
from jiayi.service.agreements.terms import State
from jiayi.service.scheduling.models import Booking, Resource, Schedule, Session, Slot, SlotBooking, SlotShare
from jiayi.surfaces.portal.models import Authority
from tests.registry.organization.factories import make_institution
from tests.registry.people.factories import make_resident as make_anybody
from tests.service.agreements.factories import agreement_of, make_signer, request_for, sign
from tests.service.care import factories as care
from tests.service.fulfilment.factories import saved

Maker = Callable[[Any, Any], Any]
THINGS: dict[str, Maker] = {}


def thing(name: str) -> Callable[[Maker], Maker]:
    """Register how the thing behind an argument is made for a resident of a place."""

    def enter(maker: Maker) -> Maker:
        THINGS[name] = maker
        return maker

    return enter


@thing("agreement_id")
def agreement_id(place: Any, resident: Any) -> Any:
    if not resident.agreements.exists():
        sign(place, resident, signed_on=clock.today(), by=make_signer())
    return agreement_of(resident).pk


@thing("paper_id")
def paper_id(place: Any, resident: Any) -> Any:
    today = clock.today()
    kind = "renewal" if resident.agreements.exists() else "first"
    asked = request_for(place, resident, signed_on=today, kind=kind)
    return prepare_agreement(by=make_signer(), asked=asked, on=today, state=State.PENDING).pk


@thing("record_id")
def record_id(place: Any, resident: Any) -> Any:
    agreement_id(place, resident)
    today = clock.today()
    return care.save(resident, visit_on=today, on=today, at=clock.now()).pk


@thing("service_id")
def service_id(place: Any, resident: Any) -> Any:
    agreement_id(place, resident)
    return saved(resident, clock.today())


@thing("appeal_id")
def appeal_id(place: Any, resident: Any) -> Any:
    asked = AppealAsked(resident.id, "complaint", "候诊时间太长")
    return make_appeal(by=SystemViewer(), asked=asked, on=clock.today()).pk


def make_session(place: Any, days: int = 3) -> Session:
    """A clinic of the place's team."""
    day = clock.today() + dt.timedelta(days=days)
    region = place.team.institution.region_id
    same = {
        "kind": "contract_clinic",
        "title": "高血压签约门诊",
        "team": place.team,
        "institution": place.team.institution,
        "region_id": region,
        "place": "卫生院一楼",
        "begins_at": dt.time(8, 30),
        "ends_at": dt.time(11, 30),
        "capacity": 2,
    }
    schedule = Schedule.objects.create(pattern="weekly", weekdays=[day.isoweekday()], starts_on=day, **same)
    return Session.objects.create(schedule=schedule, held_on=day, planned_on=day, **same)


@thing("session_id")
def session_id(place: Any, resident: Any) -> Any:
    """Of the team that the resident has signed with."""
    agreement_id(place, resident)
    return make_session(place).pk


@thing("booking_id")
def booking_id(place: Any, resident: Any) -> Any:
    agreement_id(place, resident)
    return Booking.objects.create(
        session=make_session(place, 4), resident=resident, state="booked", booked_on=clock.today()
    ).pk


def make_slot(place: Any, days: int = 1, kind: str = "specialist", quantity: int = 1) -> Slot:
    """A clinic of the county's hospital with a place, that is released to all from two days before."""
    day = clock.today() + dt.timedelta(days=days)
    same = {"pool": "shared", "pattern": "weekly", "on_holiday": "keep", "starts_on": day, "quantity": quantity}
    times = {"begins_at": dt.time(8), "ends_at": dt.time(11)}
    hospital = make_institution(place.team.institution.region_id[:6], level="county", kind="county_hospital")
    resource = Resource.objects.create(
        kind=kind, title="心内科专家门诊", institution=hospital, weekdays=[day.isoweekday()], **same, **times
    )
    slot = Slot.objects.create(resource=resource, held_on=day)
    SlotShare.objects.create(slot=slot, quantity=quantity)
    return slot


@thing("place_id")
def place_id(place: Any, resident: Any) -> Any:
    """A place of one's own in a clinic of the hospital."""
    slot = make_slot(place)
    same = {"institution": slot.resource.institution, "stay_id": uuid4(), "booked_on": clock.today()}
    return SlotBooking.objects.create(slot=slot, share=slot.shares.get(), resident=resident, state="booked", **same).pk


@thing("authority_id")
def authority_id(place: Any, resident: Any) -> Any:
    other = make_anybody(name="受托人")
    return Authority.objects.create(member=resident, actor=other, since=clock.today()).pk


@thing("kind")
def kind(place: Any, resident: Any) -> str:
    """How the record is taken along: it names nobody, and opens one's own alone."""
    agreement_id(place, resident)
    return "json"
