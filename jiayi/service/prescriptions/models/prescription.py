"""Orders with their items, versions and the thread with the pharmacist."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from jiayi.foundation.base.models import Entity


class Prescription(Entity):
    """A long-term prescription. Days are inclusive; opens_on and runs_out_on are what prescriptions.refill last said.

    What remains of it is a sum over what was dispensed, never a column.
    """

    code = models.CharField(max_length=16, unique=True)  # on the paper and in its QR code; says nothing
    resident = models.ForeignKey("people.Resident", models.PROTECT, related_name="prescriptions")
    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="region_code")
    team = models.ForeignKey("organization.Team", models.PROTECT, null=True, blank=True, related_name="+")
    agreement = models.ForeignKey("agreements.Agreement", models.PROTECT, null=True, blank=True, related_name="+")
    institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="+")
    prescriber = models.ForeignKey("organization.Practitioner", models.PROTECT, related_name="+")
    prescriber_title = models.CharField(max_length=20)  # as they stood when it was issued
    prescriber_level = models.CharField(max_length=20)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="repeats")
    consultation = models.ForeignKey(
        "care.Consultation", models.PROTECT, null=True, blank=True, related_name="+"
    )  # that stood in for what the prescriber lacked
    is_first = models.BooleanField()
    face_to_face = models.BooleanField()
    diagnoses = ArrayField(models.CharField(max_length=40))
    diagnosis_text = models.CharField(max_length=200, blank=True)
    days = models.PositiveSmallIntegerField()
    issued_on = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=10, default="auditing")  # terms.State
    version = models.PositiveSmallIntegerField(default=1)
    has_consent = models.BooleanField(default=False)
    passed_on = models.DateField(null=True, blank=True)
    held_on = models.DateField(null=True, blank=True)
    hold_reasons = ArrayField(models.CharField(max_length=20), default=list)  # terms.StopReason
    judged_on = models.DateField(null=True, blank=True)  # when a doctor last let it go on after a hold
    judged = models.JSONField(null=True, blank=True)  # allergies, pregnant, egfr as they were known then
    stopped_on = models.DateField(null=True, blank=True)
    stop_reason = models.CharField(max_length=20, blank=True)  # terms.StopReason
    stop_note = models.CharField(max_length=200, blank=True)
    opens_on = models.DateField(null=True, blank=True)  # none: nothing more is to be dispensed
    runs_out_on = models.DateField()
    keep_until = models.DateField(null=True, blank=True)  # not deleted before; none: never (a trigger)
    submission_id = models.UUIDField(unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on"), days__gt=0), name="prescription_has_days"),
            models.CheckConstraint(condition=Q(starts_on__gte=F("issued_on")), name="prescription_starts_when_issued"),
            models.CheckConstraint(
                condition=Q(state="stopped", stopped_on__isnull=False, stop_reason__gt="")
                | (~Q(state="stopped") & Q(stopped_on=None, stop_reason="")),
                name="prescription_stopped_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["auditing", "queried", "rejected", "stopped"]) | Q(passed_on__isnull=False),
                name="prescription_dispensed_after_audit",
            ),
            models.CheckConstraint(
                condition=Q(state="held", held_on__isnull=False) | (~Q(state="held") & Q(held_on=None)),
                name="prescription_held_on_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["resident", "-issued_on", "-id"], name="prescription_of_resident"),
            models.Index(fields=["region", "-issued_on", "-id"], name="prescription_region_listing"),
            models.Index(
                fields=["region", "opens_on", "id"],
                condition=Q(state="active", opens_on__isnull=False),
                name="prescription_to_refill",
            ),
            models.Index(fields=["state", "issued_on", "id"], name="prescription_by_state"),
        ]


class PrescriptionItem(models.Model):
    """One drug of the order's current version; total counts units (tablets …) for all its days."""

    id = models.UUIDField(primary_key=True)
    prescription = models.ForeignKey(Prescription, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    drug = models.CharField(max_length=60)  # rulebook/drugs
    name = models.CharField(max_length=80)  # the generic name as it was issued
    form = models.CharField(max_length=30)
    strength = models.CharField(max_length=40)
    units_per_dose = models.DecimalField(max_digits=6, decimal_places=2)
    frequency = models.CharField(max_length=20)  # terms.Frequency
    route = models.CharField(max_length=20)
    total = models.PositiveIntegerField()
    note = models.CharField(max_length=100, blank=True)
    for_chronic_infection = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["prescription", "position"], name="prescription_item_once"),
            models.CheckConstraint(condition=Q(total__gt=0, units_per_dose__gt=0), name="prescription_item_amount"),
        ]


class PrescriptionVersion(models.Model):
    """What the order said and rested on: criteria with their basis, papers, findings with reasons, the decision."""

    id = models.BigAutoField(primary_key=True)
    prescription = models.ForeignKey(Prescription, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()  # days, diagnoses, items
    criteria = models.JSONField()
    papers = models.JSONField()
    findings = models.JSONField()
    outcome = models.JSONField()
    schemes = ArrayField(models.CharField(max_length=40), default=list)
    rulebook_version = models.CharField(max_length=64)
    note = models.CharField(max_length=200, blank=True)
    entered_by = models.UUIDField(null=True)
    entered_by_name = models.CharField(max_length=60, blank=True)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prescription", "number"], name="prescription_version_once")]


class AuditEntry(models.Model):
    """What a pharmacist said of a version, or the doctor answered; only added to."""

    id = models.BigAutoField(primary_key=True)
    prescription = models.ForeignKey(Prescription, models.PROTECT, related_name="thread")
    version = models.PositiveSmallIntegerField()
    act = models.CharField(max_length=10)  # terms.AuditAct
    text = models.CharField(max_length=400, blank=True)
    institution = models.ForeignKey("organization.Institution", models.PROTECT, null=True, blank=True, related_name="+")
    practitioner = models.ForeignKey(
        "organization.Practitioner", models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_remote = models.BooleanField(default=False)  # by a pharmacist of another institution
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["prescription", "id"], name="prescription_thread")]
