"""Those who are signed and not served (只签不约, S1-13): agreements in force that are not effective."""

from django.db.models import QuerySet

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.service.agreements import selectors as agreements
from jiayi.service.agreements.terms import RUNNING
from jiayi.service.fulfilment import permissions


def unserved(viewer: Viewer) -> QuerySet:
    """Agreements within reach that run and were not effective when last judged, each with its `standing`."""
    if not viewer.can(permissions.READ):
        raise NotVisible
    found = agreements.agreements(viewer).filter(state__in=RUNNING, standing__is_effective=False)
    return found.select_related("paper", "resident", "team", "institution", "responsible_person", "region", "standing")


def late(rows: QuerySet) -> QuerySet:
    """Of these, those of whom something is missing that was due."""
    return rows.exclude(standing__missing=[])
