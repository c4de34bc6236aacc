"""Activities within reach, and who attended."""

import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from jiayi.community.outreach import permissions
from jiayi.community.outreach.models import Activity, Attendance
from jiayi.community.outreach.terms import TOOK_PLACE, ActivityState, PublicActivity
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import decide
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people

MOST_COMING = 20


def activities(viewer: Viewer, *, permission: str = permissions.READ) -> QuerySet[Activity]:
    """Activities within reach with team, institution and place, and `named`, how many are entered by name."""
    found = Activity.objects.filter(permissions.within(viewer.scope(permission)))
    return found.select_related("team", "institution", "region").annotate(
        named=Count("attendances", distinct=True), kept=Count("files", Q(files__removed_at=None), distinct=True)
    )


def activity_for(viewer: Viewer, activity_id: UUID, *, permission: str = permissions.READ) -> Activity:
    """One activity with its people; NotVisible out of reach."""
    found = activities(viewer, permission=permission).filter(id=activity_id).prefetch_related("staff").first()
    if found is None:
        raise NotVisible
    return found


def attendance_of(viewer: Viewer, activity: Activity) -> list[Attendance]:
    """Who attended by name, the latest first; `is_seen` tells whether the viewer may see the resident. Two queries."""
    found = list(activity.attendances.select_related("resident__region").order_by("-entered_at", "-id"))
    seen = people.visible_ids(viewer, {one.resident_id for one in found})
    for one in found:
        one.is_seen = one.resident_id in seen
    return found


def attendance_for(viewer: Viewer, attendance_id: UUID) -> Attendance:
    """One entry of an activity that the viewer writes and of a resident whom they see; NotVisible otherwise."""
    found = Attendance.objects.filter(id=attendance_id).first()
    if found is None:
        raise NotVisible
    found.activity = activity_for(viewer, found.activity_id, permission=permissions.WRITE)
    found.resident = people.resident_for(viewer, found.resident_id)
    return found


def judge_activity(activity: Activity, contract_minutes: int | None) -> dict[str, Any]:
    """Whether it counts (outreach.activity), by its place's schemes on its day."""
    return decide(
        "outreach.activity",
        on=activity.held_on,
        schemes=organization.schemes_for(activity.region_id, activity.held_on),
        facts={"kind": activity.kind, "contract_minutes": contract_minutes},
    )


def judge_archive(activity: Activity, *, on: dt.date) -> dict[str, Any]:
    """Whether its material is complete (outreach.archive)."""
    facts = {
        "participants": activity.attended,
        "has_summary": bool(activity.summary),
        "files": activity.files.filter(removed_at=None).count(),
    }
    schemes = organization.schemes_for(activity.region_id, on)
    return decide("outreach.archive", on=on, schemes=schemes, facts=facts)


def coming_activities(
    on: dt.date, *, teams: Collection[UUID] = (), villages: Collection[str] = (), most: int = MOST_COMING
) -> list[PublicActivity]:
    """The next activities of these teams, or in these villages, as boards show them to anybody. One query."""
    if not teams and not villages:
        return []
    rows = Activity.objects.filter(state=ActivityState.PLANNED, held_on__gte=on)
    rows = rows.filter(Q(team_id__in=teams) | Q(region_id__in=villages)).order_by("held_on", "begins_at", "id")
    names = ("id", "kind", "title", "topic", "team_id", "place", "held_on", "begins_at", "ends_at")
    return [
        PublicActivity(region_code=one.region_id, **{name: getattr(one, name) for name in names}) for one in rows[:most]
    ]


def attended_in(viewer: Viewer, resident_id: UUID, year: int) -> list[tuple[dt.date, str]]:
    """Day and title of the activities that a resident whom the viewer may see attended by name in a year."""
    people.resident_for(viewer, resident_id)
    rows = Attendance.objects.filter(resident_id=resident_id, activity__state__in=TOOK_PLACE)
    return list(rows.filter(activity__held_on__year=year).values_list("activity__held_on", "activity__title"))
