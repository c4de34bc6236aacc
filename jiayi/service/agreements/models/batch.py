"""Acts on many agreements by file or by list, with a verdict on every row."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from jiayi.foundation.base.models import Entity


class AgreementBatch(Entity):
    """A workbook of agreements, or a list to renew: tried, done, perhaps undone."""

    kind = models.CharField(max_length=10)  # terms.BatchKind
    title = models.CharField(max_length=200)  # the file's name, or what the list was narrowed to
    judged_on = models.DateField()
    status = models.CharField(max_length=10)  # terms.BatchStatus
    arguments = models.JSONField(default=dict)  # of a renewal: the list's query, the years
    counts = models.JSONField(default=dict)  # rows by verdict
    job_id = models.UUIDField(null=True, blank=True)
    source_file = models.CharField(max_length=200, blank=True)
    heading = models.JSONField(default=list)  # the header's cells, for the rejects
    started_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["started_by", "-id"], name="agreement_batches_of_person")]


class AgreementBatchRow(models.Model):
    """What became of one row; cells only of rejected ones, and those only as long as the file is kept."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(AgreementBatch, models.CASCADE, related_name="rows", db_index=False)
    row = models.PositiveIntegerField()
    verdict = models.CharField(max_length=10)  # terms.RowVerdict
    codes = ArrayField(models.CharField(max_length=40), default=list)
    texts = models.JSONField(default=list)  # [{zh, en}] beside the codes
    agreement_id = models.UUIDField(null=True)  # that the row made or ended
    former_id = models.UUIDField(null=True)  # that a change ended
    resident_id = models.UUIDField(null=True)
    cells_sealed = models.BinaryField(default=bytes)  # the row as it was handed in, encrypted

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "row"], name="agreement_batch_row_once")]
