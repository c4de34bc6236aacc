"""Abnormal values measured at home that wait for the team, or were answered."""

from uuid import UUID

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people import selectors as people
from jiayi.service.care import permissions
from jiayi.service.care.models import HomeAlert


def alert_for(viewer: Viewer, alert_id: UUID, *, to_write: bool = False) -> HomeAlert:
    """One of them, of a resident within reach, or NotVisible."""
    found = HomeAlert.objects.filter(pk=alert_id).select_related("resident", "observation").first()
    if found is None:
        raise NotVisible
    people.resident_for(viewer, found.resident_id, permission=permissions.WRITE if to_write else permissions.READ)
    return found
