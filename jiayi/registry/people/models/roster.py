"""Roster batches and what each changed, so that a batch can be undone."""

from django.contrib.postgres.fields import ArrayField
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


class RosterNewcomers(models.Model):
    """The residents that one chunk of a batch made, the rows that made them, and the households made with them.

    One line for thousands: a line for each would cost an import a tenth of the server's work.
    """

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(RosterBatch, models.CASCADE, related_name="newcomers")
    resident_ids = ArrayField(models.UUIDField())
    rows = ArrayField(models.PositiveIntegerField())  # beside resident_ids
    household_ids = ArrayField(models.UUIDField())


class RosterChange(models.Model):
    """What a batch overwrote of a resident (sealed values stay sealed).

    before and after hold the same columns; group_ids are the memberships that the row made.
    """

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(RosterBatch, models.CASCADE, related_name="changes", db_index=False)
    resident_id = models.UUIDField()
    row = models.PositiveIntegerField(default=0)
    before = models.JSONField()
    after = models.JSONField()
    group_ids = models.JSONField()

    class Meta:
        indexes = [
            models.Index(fields=["batch", "resident_id"], name="roster_change_batch"),
        ]
