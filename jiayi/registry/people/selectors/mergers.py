"""Mergers, and records that may be the same person."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people.models import Resident, ResidentMerge
from jiayi.registry.people.permissions import RESIDENT_MERGE
from jiayi.registry.people.visibility import visible


def likely_duplicates(viewer: Viewer, resident: Resident, limit: int = 10) -> list[Resident]:
    """Other records with the same name and birth date, or the same name and phone; to be judged by a person."""
    same = Q(name_key=resident.name_key, birth_date=resident.birth_date)
    if resident.phone_index:
        same |= Q(name_key=resident.name_key, phone_index=bytes(resident.phone_index))
    rows = Resident.objects.filter(same, visible(viewer, RESIDENT_MERGE), merged_into=None).exclude(pk=resident.pk)
    return list(rows.select_related("region").order_by("region_id", "id")[:limit])


def mergers(viewer: Viewer, *, undone: bool | None = None) -> QuerySet[ResidentMerge]:
    """Mergers of records that the viewer may merge, the newest first."""
    kept = Resident.objects.filter(visible(viewer, RESIDENT_MERGE), pk=OuterRef("kept_id"))
    rows = ResidentMerge.objects.filter(Exists(kept)).select_related("kept__region", "merged__region")
    if undone is not None:
        rows = rows.filter(undone_at__isnull=not undone)
    return rows.order_by("-created_at", "-id")


def merge_for(viewer: Viewer, merge_id: UUID) -> ResidentMerge:
    """One merger; NotVisible otherwise."""
    found = mergers(viewer).filter(pk=merge_id).first()
    if found is None:
        raise NotVisible
    return found
