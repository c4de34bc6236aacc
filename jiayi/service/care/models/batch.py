"""Workbooks of historic records that were taken in, so that one may be taken back as a whole."""

from django.db import models

from jiayi.foundation.base.models import Entity


class RecordBatch(Entity):
    """One workbook of one form; its records know it."""

    form = models.CharField(max_length=40)
    file_name = models.CharField(max_length=200)
    entered_on = models.DateField()
    counts = models.JSONField(default=dict)  # rows in all, and by verdict
    started_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True, blank=True)
