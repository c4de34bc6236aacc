"""Who attended an activity, by name."""

import datetime as dt
from uuid import UUID

from jiayi.community.outreach.models import Activity, Attendance
from jiayi.community.outreach.selectors.activities import attendance_for
from jiayi.community.outreach.terms import ActivityState
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import misshapen
from jiayi.registry.people import selectors as people
from jiayi.registry.people import services as people_services

from .activities import locked_activity
from .history import note

_TABLE = "outreach_attendance"
_OPEN = (ActivityState.PLANNED, ActivityState.HELD)


@retrying_atomic
def enter_attendance(*, by: Viewer, activity_id: UUID, resident_id: UUID, on: dt.date, at: dt.datetime) -> Attendance:
    """A resident attended, from the activity's day on; entered twice, they attended once. The number of all follows
    where fewer were counted."""
    activity = locked_activity(by, activity_id)
    if activity.state not in _OPEN:
        raise misshapen("E_ACTIVITY_STATE")
    if activity.held_on > on:
        raise misshapen("E_ACTIVITY_EARLY", held_on=activity.held_on)
    resident = people.resident_for(by, resident_id, on=on)
    entry, is_made = Attendance.objects.get_or_create(
        activity=activity,
        resident=resident,
        defaults={"entered_at": at, "entered_by_name": by.actor_name[:60]},
    )
    if is_made:
        named = activity.attendances.count()
        if activity.attended < named:
            Activity.objects.filter(id=activity.id).update(attended=named)
        note(by, "enter_attendance", activity, residents=[resident.id])
    return entry


@retrying_atomic
def remove_attendance(*, by: Viewer, attendance_id: UUID) -> None:
    """An entry was a mistake; the number of all stays, to be entered anew."""
    entry = attendance_for(by, attendance_id)
    activity = locked_activity(by, entry.activity_id)
    if activity.state not in _OPEN:
        raise misshapen("E_ACTIVITY_STATE")
    Attendance.objects.filter(id=entry.id).delete()
    note(by, "remove_attendance", activity, residents=[entry.resident_id])


def repoint_attendance(*, merge_id: UUID, kept_id: UUID, merged_id: UUID) -> None:
    """What the merged record attended is the kept one's; what both attended stays with the merged one."""
    both = Attendance.objects.filter(resident_id=kept_id).values("activity_id")
    rows = Attendance.objects.filter(resident_id=merged_id).exclude(activity_id__in=both)
    moving = list(rows.values_list("id", flat=True))
    if moving:
        Attendance.objects.filter(id__in=moving).update(resident_id=kept_id)
        people_services.log_moved_rows(merge_id=merge_id, table=_TABLE, ids=moving)


def point_attendance_back(*, kept_id: UUID, merged_id: UUID, moved: dict[str, list[str]]) -> None:
    """Undo `repoint_attendance`."""
    rows = Attendance.objects.filter(id__in=moved.get(_TABLE, []), resident_id=kept_id)
    rows.update(resident_id=merged_id)
