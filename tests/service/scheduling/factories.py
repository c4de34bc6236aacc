"""A village whose team holds a clinic and rounds, and residents to book; every value is made up."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from jiayi.registry.organization.models import Team
from jiayi.service.scheduling import services
from jiayi.service.scheduling.models import Booking, Schedule, Session
from jiayi.service.scheduling.terms import Pattern, Recurrence, SchedulePlan, SessionKind
from tests.service.agreements.factories import (
    TOWNSHIP,
    VILLAGE,
    Signer,
    make_household,
    make_resident,
    make_signer,
    make_village,
)

__all__ = ["MONDAY", "Place", "TOWNSHIP", "VILLAGE", "at", "book", "make_household", "make_place", "make_resident"]
MONDAY = dt.date(2026, 3, 2)
PLANNERS = (
    "session_read",
    "session_write",
    "session_book",
    "resident_read",
    "agreement_read",
    "task_read",
    "team_read",
)


def at(day: dt.date, hour: int = 9) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), dt.UTC)


@dataclass(frozen=True)
class Place:
    """A village with its team, and somebody who plans and books there."""

    team: Team
    by: Signer

    def plan(self, **fields: Any) -> SchedulePlan:
        """A contract clinic each Monday morning from the usual day on, of three places."""
        repeats = {"pattern": Pattern.WEEKLY, "starts_on": MONDAY, "weekdays": (1,)}
        given = {name: fields.pop(name) for name in (*repeats, "ends_on", "weeks", "month_days") if name in fields}
        usual: dict[str, Any] = {
            "kind": SessionKind.CONTRACT_CLINIC,
            "title": "高血压签约门诊",
            "team_id": self.team.id,
            "region_code": VILLAGE,
            "place": "卫生院一楼",
            "begins_at": dt.time(8, 30),
            "ends_at": dt.time(11, 30),
            "capacity": 3,
            "on_duty": (self.team.leader_id,),
        }
        return SchedulePlan(recurrence=Recurrence(**(repeats | given)), **(usual | fields))

    def schedule(self, on: dt.date = MONDAY, **fields: Any) -> Schedule:
        return services.create_schedule(by=self.by, plan=self.plan(**fields), on=on)

    def session(self, on: dt.date = MONDAY, **fields: Any) -> Session:
        """The first session of a new schedule."""
        return self.schedule(on, **fields).sessions.order_by("held_on").first()


def make_place(*schemes: str) -> Place:
    village = make_village(*schemes)
    return Place(village.team, make_signer(TOWNSHIP, permissions=PLANNERS))


def book(place: Place, session: Session, *residents: Any, on: dt.date = MONDAY, **fields: Any) -> list[Booking]:
    """Book these residents (one new resident where none is named)."""
    residents = residents or (make_resident(),)
    return [services.book(by=place.by, session_id=session.id, resident_id=one.id, on=on, **fields) for one in residents]
