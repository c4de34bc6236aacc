"""A village whose team holds activities; every value is made up."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from jiayi.community.outreach import services
from jiayi.community.outreach.models import Activity
from jiayi.community.outreach.terms import ActivityKind, ActivityPlan, ActivityResult
from jiayi.registry.organization.models import Team
from tests.service.agreements.factories import TOWNSHIP, VILLAGE, Signer, make_resident, make_signer, make_village

__all__ = ["DAY", "TOWNSHIP", "VILLAGE", "Place", "at", "make_place", "make_resident"]
DAY = dt.date(2026, 3, 10)
PERMISSIONS = ("outreach_read", "outreach_write", "outreach_plan", "resident_read", "team_read")
PICTURE = b"\x89PNG\r\n\x1a\n"


def at(day: dt.date, hour: int = 9) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), dt.UTC)


@dataclass(frozen=True)
class Place:
    """A village with its team, and somebody who enters what the team does."""

    team: Team
    by: Signer

    def plan(self, **fields: Any) -> ActivityPlan:
        """A lecture of the usual day."""
        usual: dict[str, Any] = {
            "kind": ActivityKind.LECTURE,
            "title": "高血压健康大课堂",
            "team_id": self.team.id,
            "region_code": VILLAGE,
            "place": "村委会会议室",
            "held_on": DAY,
            "begins_at": dt.time(9),
            "ends_at": dt.time(10, 30),
            "topic": "hypertension",
            "staff": (self.team.leader_id,),
            "contract_minutes": 10,
        }
        return ActivityPlan(**(usual | fields))

    def activity(self, on: dt.date = DAY, **fields: Any) -> Activity:
        return services.plan_activity(by=self.by, plan=self.plan(**fields), on=on)

    def hold(self, activity: Activity, on: dt.date = DAY, **fields: Any) -> Activity:
        """Held with thirty people, half of them asked."""
        usual = {
            "attended": 30,
            "contract_minutes": 10,
            "asked": 15,
            "satisfied": 14,
            "aware": 12,
            "summary": "秩序良好",
        }
        result = ActivityResult(**(usual | fields))
        return services.hold_activity(by=self.by, activity_id=activity.id, result=result, on=on)

    def held(self, on: dt.date = DAY, **fields: Any) -> Activity:
        return self.hold(self.activity(on, **fields), on)

    def keep(self, activity: Activity, content: bytes = PICTURE) -> Any:
        """A photo of it."""
        return services.add_file(
            by=self.by,
            subject="activity",
            subject_id=activity.id,
            kind="photo",
            content=content,
            file_name="现场.png",
            at=at(DAY),
        )


def make_place(*schemes: str) -> Place:
    village = make_village(*schemes)
    return Place(village.team, make_signer(TOWNSHIP, permissions=PERMISSIONS))
