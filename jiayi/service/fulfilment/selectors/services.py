"""Services that were done."""

import datetime as dt
from uuid import UUID

from django.db.models import QuerySet

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people import selectors as people
from jiayi.service.fulfilment import permissions
from jiayi.service.fulfilment.models import DoneService, Testimony


def service_for(viewer: Viewer, service_id: UUID, *, permission: str = permissions.READ) -> DoneService:
    """One service with its resident; NotVisible where the resident is out of reach or the permission is missing."""
    found = DoneService.objects.filter(id=service_id).first()
    if found is None:
        raise NotVisible
    found.resident = people.resident_for(viewer, found.resident_id)
    if not viewer.can(permission, found.resident.region_id):
        raise NotVisible
    return found


def services_done(resident_id: UUID, since: dt.date, until: dt.date) -> QuerySet[DoneService]:
    """What was done for a resident whom the caller may see, the latest first, with what they said of it."""
    rows = DoneService.objects.filter(resident_id=resident_id, on__range=(since, until), is_void=False)
    return rows.prefetch_related("testimonies").order_by("-on", "-id")


def latest_opinion(done: DoneService) -> str:
    """The latest opinion about the day on which the service is said to have been done; empty where there is none."""
    said = Testimony.objects.filter(service_id=done.id, about=done.on).order_by("-created_at", "-id")
    return said.values_list("opinion", flat=True).first() or ""


def services_of(viewer: Viewer, resident_id: UUID, on: dt.date) -> list[DoneService]:
    """What was done for a resident whom the viewer may see, in the year up to a day, the latest first."""
    if not viewer.can(permissions.READ):
        raise NotVisible
    people.resident_for(viewer, resident_id)
    return list(services_done(resident_id, on - dt.timedelta(days=365), on)[:100])
