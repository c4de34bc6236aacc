"""Mergers of two records of one person, kept so that they can be undone."""

from django.db import models
from django.db.models import Q

from jiayi.foundation.base.models import Entity


class ResidentMerge(Entity):
    """One merger: who stayed, who was merged, and which rows moved (for the way back)."""

    kept = models.ForeignKey("people.Resident", models.PROTECT, related_name="+")
    merged = models.ForeignKey("people.Resident", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    moved = models.JSONField(default=dict)  # "room.table" -> what the way back needs
    done_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.UUIDField(null=True)
    undone_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merged"], condition=Q(undone_at=None), name="resident_merged_once"),
        ]
