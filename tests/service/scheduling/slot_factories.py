"""A county hospital that shares, township centres that book, residents; every value is made up."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from jiayi.foundation.base.viewer import Scope
from jiayi.registry.organization.models import Institution, Team
from jiayi.service.scheduling import services
from jiayi.service.scheduling.models import Resource, Slot, SlotBooking
from jiayi.service.scheduling.terms import Booker, Pattern, Recurrence, ResourceKind, ResourcePlan
from tests.registry.organization.factories import COUNTY, StandIn, make_institution
from tests.service.agreements.factories import TOWNSHIP, make_resident, make_village

from .factories import MONDAY, at

__all__ = ["MONDAY", "Sharing", "at", "make_resident", "make_sharing"]
PERMISSIONS = ("resident_read", "team_read", "slot_read", "slot_book", "session_read")


@dataclass(frozen=True)
class Sharing:
    """Who shares and who books."""

    team: Team
    hospital: Institution
    centre: Institution
    other: Institution

    @property
    def desk(self) -> StandIn:
        return viewer(self.hospital, "resource_share")

    @property
    def doctor(self) -> StandIn:
        return viewer(self.centre)

    def booker(self, place: Institution | None = None, **more: Any) -> Booker:
        return Booker((place or self.centre).id, **more)

    def plan(self, **fields: Any) -> ResourcePlan:
        """A specialist each Monday morning, three places."""
        usual: dict[str, Any] = {
            "kind": ResourceKind.SPECIALIST,
            "title": "心内科专家门诊",
            "institution_id": self.hospital.id,
            "recurrence": Recurrence(Pattern.WEEKLY, MONDAY, weekdays=(1,)),
            "begins_at": dt.time(8),
            "ends_at": dt.time(12),
            "quantity": 3,
            "department": "心内科",
        }
        return ResourcePlan(**(usual | fields))

    def resource(self, *, on: dt.date = MONDAY, **fields: Any) -> Resource:
        return services.offer_resource(by=self.desk, plan=self.plan(**fields), on=on)

    def slot(self, resource: Resource | None = None, weeks: int = 1) -> Slot:
        """A Monday some weeks ahead."""
        resource = resource or self.resource()
        return Slot.objects.get(resource=resource, held_on=MONDAY + dt.timedelta(weeks=weeks))

    def take(self, slot: Slot, resident: Any = None, *, on: dt.date = MONDAY, **fields: Any) -> SlotBooking:
        usual: dict[str, Any] = {"by": self.doctor, "booker": self.booker(), "on": on, "at": at(on)}
        resident = resident or make_resident()
        return services.take_slot(slot_id=slot.id, resident_id=resident.id, **(usual | fields))


def viewer(place: Institution, *more: str) -> StandIn:
    scope = Scope(region_prefixes=(), institution_ids=(place.id,))
    reads = {"resident_read": Scope(region_prefixes=(COUNTY,)), "team_read": Scope(region_prefixes=(COUNTY,))}
    return StandIn(dict.fromkeys((*PERMISSIONS, *more), scope) | reads, actor_id=uuid4(), actor_name="孙大夫")


def make_sharing(*schemes: str) -> Sharing:
    village = make_village(*schemes)
    hospital = make_institution(COUNTY, name="县人民医院", level="county", kind="county_hospital")
    other = make_institution(TOWNSHIP, name="泉溪镇卫生院", level="township", kind="township_centre")
    return Sharing(village.team, hospital, village.team.institution, other)
