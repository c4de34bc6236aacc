"""Meetings and trainings within reach."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from jiayi.community.outreach import permissions
from jiayi.community.outreach.models import Meeting
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer


def meetings(viewer: Viewer, *, permission: str = permissions.READ) -> QuerySet[Meeting]:
    """Meetings within reach with `invited` and `came`, how many practitioners, and `kept`, how many files."""
    found = Meeting.objects.filter(permissions.within(viewer.scope(permission)))
    return found.select_related("team", "institution", "region").annotate(
        invited=Count("participants", distinct=True),
        came=Count("participants", Q(participants__came=True), distinct=True),
        kept=Count("files", Q(files__removed_at=None), distinct=True),
    )


def meeting_for(viewer: Viewer, meeting_id: UUID, *, permission: str = permissions.READ) -> Meeting:
    """One meeting with its participants; NotVisible out of reach."""
    found = meetings(viewer, permission=permission).filter(id=meeting_id)
    meeting = found.prefetch_related("participants__practitioner__institution").first()
    if meeting is None:
        raise NotVisible
    return meeting
