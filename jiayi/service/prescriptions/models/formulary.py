"""A county's formulary, the workbooks it came from, and what of it each institution keeps."""

from django.db import models

from jiayi.foundation.base.models import Entity


class FormularyBatch(Entity):
    """A workbook that was judged, and perhaps taken over: its good rows, its rejects, and what stood before."""

    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="region_code")
    file_name = models.CharField(max_length=200)
    judged_on = models.DateField()
    status = models.CharField(max_length=10, default="tried")  # terms.BatchStatus
    counts = models.JSONField(default=dict)
    heading = models.JSONField(default=list)
    rows = models.JSONField(default=list)  # lines to write, as they were read
    rejects = models.JSONField(default=list)  # of each: number, codes, texts, cells
    former = models.JSONField(default=dict)  # by code: the line as it stood (null: none), for undoing
    started_by = models.UUIDField(null=True)
    started_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["region", "-created_at", "-id"], name="formulary_batches")]


class FormularyLine(Entity):
    """One product of a county. `drug` is the catalogue's code where the name is one of its, else a code of its own."""

    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="region_code")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    drug = models.CharField(max_length=60)
    form = models.CharField(max_length=30)  # rulebook/drug_forms
    strength = models.CharField(max_length=40)
    maker = models.CharField(max_length=80, blank=True)
    price_fen = models.PositiveIntegerField(null=True, blank=True)
    insurance_class = models.CharField(max_length=10, blank=True)
    control = models.CharField(max_length=20, default="none")
    is_essential = models.BooleanField(default=False)
    is_long_term = models.BooleanField(default=False)
    is_withdrawn = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "code"], name="formulary_line_once")]
        indexes = [
            models.Index(fields=["region", "drug", "form", "strength"], name="formulary_of_drug"),
            models.Index(fields=["drug", "form", "strength"], name="formulary_presentation"),
        ]


class InstitutionDrug(models.Model):
    """A line that an institution keeps."""

    id = models.BigAutoField(primary_key=True)
    institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="+")
    line = models.ForeignKey(FormularyLine, models.CASCADE, related_name="kept_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["institution", "line"], name="institution_drug_once")]
