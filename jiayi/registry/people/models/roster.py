"""Roster batches and what each changed, so that a batch can be undone."""

from django.db import models

from jiayi.foundation.base.models import Entity


class RosterBatch(Entity):
    """One roster file: uploaded, tried, imported, perhaps undone. Counts: rows by verdict; codes: rows by code."""

    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    judged_on = models.DateField()
    status = models.CharField(max_length=20)  # terms.BatchStatus
    started_by = models.UUIDField(null=True)
    counts = models.JSONField(default=dict)
    codes = models.JSONField(default=dict)
    examples = models.JSONField(default=dict)  # the first row numbers by code
    job_id = models.UUIDField(null=True, blank=True)  # the jobs.JobRun that works on it now
    source_file = models.CharField(max_length=200, blank=True)  # names in the folder of roster files
    report_file = models.CharField(max_length=200, blank=True)
    rejects_file = models.CharField(max_length=200, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["started_by", "-id"], name="roster_batches_of_person")]


class RosterChange(models.Model):
    """A resident that a batch made, or what it overwrote (sealed values stay sealed).

    before and after hold the same columns; group_ids are memberships, household_id the household that the row made.
    """

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(RosterBatch, models.CASCADE, related_name="changes", db_index=False)
    resident_id = models.UUIDField()
    row = models.PositiveIntegerField(default=0)
    verdict = models.CharField(max_length=10)  # roster_rules.Verdict: accepted, updated
    household_id = models.UUIDField(null=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    group_ids = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["batch", "resident_id"], name="roster_change_batch"),
        ]
