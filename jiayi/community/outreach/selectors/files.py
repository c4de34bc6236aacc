"""The files of activities and meetings."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from jiayi.community.outreach import permissions
from jiayi.community.outreach.models import Activity, KeptFile, Meeting
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer

from .activities import activity_for
from .meetings import meeting_for


def subject_for(viewer: Viewer, subject: str, subject_id: UUID, *, permission: str) -> Activity | Meeting:
    """The activity or meeting that files belong to; NotVisible out of reach, or of another kind of thing."""
    find: Any = {"activity": activity_for, "meeting": meeting_for}.get(subject)
    if find is None:
        raise NotVisible
    found: Activity | Meeting = find(viewer, subject_id, permission=permission)
    return found


def files_of(thing: Activity | Meeting) -> QuerySet[KeptFile]:
    """The files that stand, the earliest first; the caller has seen the thing."""
    return thing.files.filter(removed_at=None).order_by("added_at", "id")


def file_for(viewer: Viewer, file_id: UUID, *, permission: str = permissions.READ) -> KeptFile:
    """One file of an activity or a meeting within reach; NotVisible otherwise, and where it was taken out."""
    found = KeptFile.objects.filter(id=file_id, removed_at=None).first()
    if found is None:
        raise NotVisible
    subject = "activity" if found.activity_id else "meeting"
    setattr(found, subject, subject_for(viewer, subject, found.activity_id or found.meeting_id, permission=permission))
    return found
