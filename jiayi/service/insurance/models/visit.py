"""Visits as the insurer or a hospital's system reports them, and the files they came in."""

from django.db import models
from django.db.models import F, Q

from jiayi.foundation.base.models import Entity


class VisitBatch(Entity):
    """One file of visits; its visits know it, so that it can be taken back as a whole."""

    file_name = models.CharField(max_length=200)
    entered_on = models.DateField()
    counts = models.JSONField(default=dict)  # rows in all, and by verdict
    rejects = models.JSONField(default=list)  # [row number, codes] of refused rows; no cell of theirs
    started_by = models.UUIDField(null=True)
    started_by_name = models.CharField(max_length=60, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)


class InsuredVisit(Entity):
    """One visit of a resident, wherever it was."""

    resident = models.ForeignKey("people.Resident", models.PROTECT, related_name="+", db_index=False)
    # The resident's village when the visit was entered; it follows the resident.
    region = models.ForeignKey(
        "organization.Region", models.PROTECT, related_name="+", db_column="region_code", db_index=False
    )
    batch = models.ForeignKey(VisitBatch, models.PROTECT, related_name="visits")
    institution = models.ForeignKey(
        "organization.Institution", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    institution_name = models.CharField(max_length=120)  # as the file has it
    level = models.CharField(max_length=10)
    in_county = models.BooleanField()
    kind = models.CharField(max_length=10)  # terms.VisitKind
    visit_on = models.DateField()
    discharged_on = models.DateField(null=True, blank=True)
    diagnosis = models.CharField(max_length=200)
    amount_fen = models.BigIntegerField()
    drug_fen = models.BigIntegerField(null=True, blank=True)  # of it for drugs, where the file says so
    referred = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "visit_on", "kind", "institution_name", "diagnosis", "amount_fen"],
                name="insured_visit_once",
            ),
            models.CheckConstraint(condition=Q(amount_fen__gte=0), name="insured_visit_amount_not_negative"),
            models.CheckConstraint(
                condition=Q(drug_fen=None) | Q(drug_fen__gte=0, drug_fen__lte=F("amount_fen")),
                name="insured_visit_drugs_are_part_of_it",
            ),
            models.CheckConstraint(
                condition=Q(discharged_on=None) | Q(discharged_on__gte=F("visit_on"), kind="inpatient"),
                name="insured_visit_discharged_after_admission",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "visit_on"], name="insured_visit_region"),
            models.Index(fields=["institution", "visit_on"], name="insured_visit_institution"),
        ]
