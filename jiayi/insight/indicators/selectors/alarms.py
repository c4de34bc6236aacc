"""Alarms of teams that lie far below their targets, as supervisors see them."""

from uuid import UUID

from django.db.models import QuerySet

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.reach import within
from jiayi.foundation.base.viewer import Viewer
from jiayi.insight.indicators.models import TargetAlarm
from jiayi.insight.indicators.permissions import ALARM


def alarms(viewer: Viewer) -> QuerySet[TargetAlarm]:
    """Alarms of the teams in reach of who may answer them; those that wait first, the nearest deadline leading."""
    scope = viewer.scope(ALARM)
    rows = TargetAlarm.objects.select_related("team__institution", "region").order_by("answered_on", "due_on", "id")
    return rows.filter(within(scope, team="", institution="team__institution_id"))


def alarm_for(viewer: Viewer, alarm_id: UUID) -> TargetAlarm:
    """One of them; NotVisible out of reach."""
    found = alarms(viewer).filter(pk=alarm_id).first()
    if found is None:
        raise NotVisible
    return found
