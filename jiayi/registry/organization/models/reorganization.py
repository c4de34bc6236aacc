"""Acts over many: teams and institutions merge or split, villages merge. Kept so that they can be undone."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from jiayi.foundation.base.models import Entity


class Reorganization(Entity):
    """One act: what became of what, from which day, why; base.journal holds every row that it changed."""

    kind = models.CharField(max_length=20)  # terms.ReorganizationKind
    effective_on = models.DateField()
    reason = models.CharField(max_length=200)
    institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="reorganizations")
    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="region_code")
    former = ArrayField(models.CharField(max_length=120), default=list)  # names of what was, for lists
    following = ArrayField(models.CharField(max_length=120), default=list)  # names of what is
    counts = models.JSONField(default=dict)  # rows by table
    warnings = models.JSONField(default=list)  # reasons that refuse nothing, `who` names the person or team
    done_by = models.UUIDField(null=True)
    done_by_name = models.CharField(max_length=60, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by_name = models.CharField(max_length=60, blank=True)
    undone_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-created_at", "-id"], name="reorganization_listing")]
