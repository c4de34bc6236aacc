"""Words and signs of states, times, people and reasons."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.formats import date_format

from jiayi.community.outreach.models import Activity
from jiayi.community.outreach.terms import ActivityState, CancelReason
from jiayi.foundation.ui.templatetags.ui_tags import joined
from jiayi.foundation.ui.wording import label_of

ACTIVITY_SIGNS = {
    ActivityState.PLANNED: ("azure", "calendar"),
    ActivityState.HELD: ("yellow", "pencil"),
    ActivityState.ARCHIVED: ("green", "archive"),
    ActivityState.CANCELLED: ("secondary", "calendar-off"),
}


def state_of(activity: Activity) -> dict[str, str]:
    """The state as label, colour and icon."""
    colour, icon = ACTIVITY_SIGNS[ActivityState(activity.state)]
    return {"label": label_of(ActivityState, activity.state), "colour": colour, "icon": icon}


def reason_of(activity: Activity) -> str:
    """Why it was cancelled."""
    words = (label_of(CancelReason, activity.reason) if activity.reason else "", activity.reason_note)
    return " · ".join(word for word in words if word)


def time_of(begins_at: dt.time, ends_at: dt.time) -> str:
    """08:30–11:30."""
    return f"{begins_at:%H:%M}–{ends_at:%H:%M}"


def weekday_of(day: dt.date) -> str:
    """星期一."""
    return date_format(day, "l")


def people_of(practitioners: Iterable[Any]) -> str:
    """Names in one line."""
    return str(joined([one.name for one in practitioners]))


def share_of(part: int, whole: int) -> str:
    """85 %, or a dash where nobody was asked."""
    return f"{part / whole * 100:.0f} %" if whole else "—"
