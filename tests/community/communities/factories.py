"""A kindergarten with two classes; every value is made up."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from jiayi.community.communities import services
from jiayi.community.communities.models import Community, CommunityClass, Member
from jiayi.community.communities.terms import CheckLine, CommunityPlan
from jiayi.registry.organization.models import Team
from tests.service.agreements.factories import TOWNSHIP, VILLAGE, Signer, make_resident, make_signer, make_village

__all__ = ["DAY", "TOWNSHIP", "VILLAGE", "Kindergarten", "at", "make_kindergarten", "make_resident"]
DAY = dt.date(2026, 3, 9)  # a Monday
PERMISSIONS = ("community_read", "community_write", "community_check", "resident_read", "team_read")


def at(day: dt.date, hour: int = 0, minute: int = 0) -> dt.datetime:
    """An instant of a day by UTC; midnight is eight in the morning in Shanghai."""
    return dt.datetime.combine(day, dt.time(hour, minute), dt.UTC)


@dataclass(frozen=True)
class Kindergarten:
    """A kindergarten with the person who works there."""

    team: Team
    by: Signer
    community: Community
    room: CommunityClass

    def plan(self, **fields: Any) -> CommunityPlan:
        usual: dict[str, Any] = {
            "kind": "kindergarten",
            "name": "春苗幼儿园",
            "region_code": VILLAGE,
            "team_id": self.team.id,
        }
        return CommunityPlan(**(usual | fields))

    def child(self, name: str = "童小一", **fields: Any) -> Member:
        """A child of the class since a month."""
        resident = make_resident(name=name, birth_date=dt.date(2021, 5, 1))
        usual = {"role": "child", "since": DAY - dt.timedelta(days=40), "on": DAY, "class_id": self.room.id}
        return services.add_member(
            by=self.by, community_id=self.community.id, resident_id=resident.id, **(usual | fields)
        )

    def check(self, day: dt.date, *lines: CheckLine, hour: int = 0) -> Any:
        return services.enter_morning_check(
            by=self.by, class_id=self.room.id, day=day, lines=lines, at=at(day, hour, 10)
        )


def make_kindergarten(*schemes: str) -> Kindergarten:
    village = make_village(*(schemes or ("kindergarten",)))
    by = make_signer(TOWNSHIP, permissions=PERMISSIONS)
    plan = CommunityPlan(kind="kindergarten", name="向阳幼儿园", region_code=VILLAGE, team_id=village.team.id)
    community = services.open_community(by=by, plan=plan, on=DAY)
    room = services.add_class(by=by, community_id=community.id, name="小一班", grade="small", teacher="周老师")
    return Kindergarten(village.team, by, community, room)
