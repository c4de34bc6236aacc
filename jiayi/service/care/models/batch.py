"""Workbooks of historic records that were taken in, so that one may be taken back as a whole."""

from django.db import models

from jiayi.foundation.base.models import Entity


class RecordBatch(Entity):
    """One workbook of one form: uploaded, tried, imported, perhaps undone; its records know it."""

    form = models.CharField(max_length=40)
    file_name = models.CharField(max_length=200)
    entered_on = models.DateField()
    state = models.CharField(max_length=10, default="imported", db_default="imported")  # terms.BatchState
    counts = models.JSONField(default=dict)  # rows in all, and by verdict
    reasons = models.JSONField(default=list)  # of rejected rows: code, zh, en, count, rows (the first numbers)
    started_by = models.UUIDField(null=True)
    job_id = models.UUIDField(null=True, blank=True)  # the jobs.JobRun that works on it now
    source_file = models.CharField(max_length=200, blank=True, default="", db_default="")  # names in the folder
    rejects_file = models.CharField(max_length=200, blank=True, default="", db_default="")
    finished_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["started_by", "-id"], name="record_batches_of_person")]
