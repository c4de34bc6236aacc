"""Who lives elsewhere for a time."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people.models import Resident, StayElsewhere
from jiayi.registry.people.permissions import RESIDENT_READ, RESIDENT_WRITE
from jiayi.registry.people.visibility import is_open, visible


def stays_elsewhere(viewer: Viewer, resident_id: UUID) -> QuerySet[StayElsewhere]:
    """A resident's times elsewhere, the latest first."""
    return _of_visible(viewer, RESIDENT_READ).filter(resident_id=resident_id).order_by("-since", "-id")


def stay_for(viewer: Viewer, stay_id: UUID, *, to_write: bool = False) -> StayElsewhere:
    """One stay of a resident the viewer may see (or change: then locked)."""
    rows = _of_visible(viewer, RESIDENT_WRITE if to_write else RESIDENT_READ).filter(pk=stay_id)
    found = (rows.select_for_update(of=("self",)) if to_write else rows).first()
    if found is None:
        raise NotVisible
    return found


def living_elsewhere(rows: QuerySet[Resident], on: date) -> QuerySet[Resident]:
    """Those of the residents who are elsewhere on a day."""
    return rows.filter(Exists(StayElsewhere.objects.filter(is_open(on), resident_id=OuterRef("pk"))))


def _of_visible(viewer: Viewer, permission: str) -> QuerySet[StayElsewhere]:
    return StayElsewhere.objects.filter(
        Exists(Resident.objects.filter(visible(viewer, permission), pk=OuterRef("resident_id")))
    )
