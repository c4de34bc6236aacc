"""The points of a resident in a year, from what several rooms know (积分)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from jiayi.community.engagement import selectors as engagement
from jiayi.community.outreach import selectors as outreach
from jiayi.foundation.base.viewer import Viewer
from jiayi.service.scheduling import selectors as scheduling
from jiayi.service.scheduling.terms import BookingState

ATTENDED, CAME = "attended_activity", "came_to_clinic"


@dataclass(frozen=True)
class Points:
    """The lines of the year, the latest first, what they come to, and by which rules."""

    lines: list[engagement.PointLine]
    total: int
    rules: engagement.PointRules


def points_of(viewer: Viewer, resident: Any, on: dt.date) -> Points:
    """Derived anew from attendance, clinics, surveys and ratings: nothing is entered for it."""
    rules = engagement.point_rules(resident.region_id, on)
    came = scheduling.bookings_of_resident(viewer, resident.id).filter(
        state=BookingState.CAME, session__held_on__year=on.year
    )
    acts = [
        *((day, ATTENDED, title) for day, title in outreach.attended_in(viewer, resident.id, on.year)),
        *((one.session.held_on, CAME, one.session.title) for one in came),
        *engagement.voiced_in(viewer, resident.id, on.year),
    ]
    lines = engagement.points_for(acts, rules)
    return Points(lines[::-1], sum(one.points for one in lines), rules)
