"""Roster batches and what each changed, so that a batch can be undone."""

from django.db import models

from jiayi.foundation.base.models import Entity


class RosterBatch(Entity):
    """One import of a roster file."""

    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    judged_on = models.DateField()
    region = models.ForeignKey("organization.Region", models.PROTECT, null=True, related_name="+")
    is_dry_run = models.BooleanField(default=False)
    status = models.CharField(max_length=20)  # terms.BatchStatus
    started_by = models.UUIDField(null=True)
    counts = models.JSONField(default=dict)
    report_file = models.CharField(max_length=200, blank=True)
    rejects_file = models.CharField(max_length=200, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)


class RosterChange(models.Model):
    """A resident that a batch made, or what it overwrote (sealed values stay sealed)."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(RosterBatch, models.CASCADE, related_name="changes")
    resident_id = models.UUIDField()
    verdict = models.CharField(max_length=10)  # accepted, updated
    before = models.JSONField(null=True)

    class Meta:
        indexes = [models.Index(fields=["batch", "resident_id"], name="roster_change_batch")]
