"""Words and signs of states, times, people and reasons."""

from jiayi.community.outreach.models import Activity
from jiayi.community.outreach.terms import ActivityState, CancelReason
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


def share_of(part: int, whole: int) -> str:
    """85 %, or a dash where nobody was asked."""
    return f"{part / whole * 100:.0f} %" if whole else "—"
