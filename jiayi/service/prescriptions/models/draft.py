"""Medicines that a hospital handed home with a patient: a prescription to be written, or not, by a day."""

from django.db import models
from django.db.models import Q

from jiayi.foundation.base.models import Entity


class PrescriptionDraft(Entity):
    """What goes on at home as the hospital wrote it, with what could be read of it; nothing is issued by itself."""

    resident = models.ForeignKey("people.Resident", models.PROTECT, related_name="prescription_drafts")
    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="region_code")
    team = models.ForeignKey("organization.Team", models.PROTECT, null=True, blank=True, related_name="+")
    subject_id = models.UUIDField(unique=True)  # the referral that it came with
    from_name = models.CharField(max_length=120)
    diagnosis = models.CharField(max_length=200)
    medicines = models.TextField()
    items = models.JSONField(default=list)  # of each: drug, form, strength, units (text or null), frequency or empty
    written_on = models.DateField()
    due_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    prescription = models.OneToOneField(
        "prescriptions.Prescription", models.PROTECT, null=True, blank=True, related_name="draft"
    )
    reason = models.CharField(max_length=200, blank=True)  # why none was written
    closed_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None, prescription=None, reason="")
                | Q(closed_on__isnull=False, prescription__isnull=False, reason="")
                | Q(closed_on__isnull=False, prescription=None, reason__gt=""),
                name="draft_ends_once",
            )
        ]
        indexes = [models.Index(fields=["resident", "due_on"], condition=Q(closed_on=None), name="draft_open")]
