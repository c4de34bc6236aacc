"""Monthly audits of a village clinic's records by its township (S2.6-05): the sample, its fields, corrections."""

from django.db import models
from django.db.models import Q

from jiayi.foundation.base.models import Entity


class AuditRound(Entity):
    """A clinic's sample of one month; the same seed draws it again from the same records."""

    clinic = models.ForeignKey("organization.Institution", models.PROTECT, related_name="+")
    institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="+")  # that audits
    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="region_code")
    month = models.DateField()  # its first day
    records = models.PositiveIntegerField()  # from which was drawn
    seed = models.BigIntegerField()
    strata = models.JSONField(default=dict)  # way of service -> [records, drawn]
    rulebook_version = models.CharField(max_length=64)
    drawn_on = models.DateField()
    drawn_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clinic", "month"], name="audit_round_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="audit_round_of_a_month"),
        ]
        indexes = [models.Index(fields=["region", "-month", "id"], name="audit_round_listing")]


class AuditItem(Entity):
    """One record of the sample as it stood when it was drawn, what the audit found, and what came of it."""

    round = models.ForeignKey(AuditRound, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    record = models.ForeignKey("care.Record", models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    resident = models.ForeignKey("people.Resident", models.PROTECT, related_name="+")
    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="region_code")
    team = models.ForeignKey("organization.Team", models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=12, default="pending")  # terms.ItemState
    result = models.CharField(max_length=12, blank=True)  # terms.AuditResult
    reasons = models.JSONField(default=list)
    note = models.CharField(max_length=500, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    checked_by = models.UUIDField(null=True, blank=True)
    checked_by_name = models.CharField(max_length=60, blank=True)
    asked_on = models.DateField(null=True, blank=True)  # since when a correction is asked for
    correct_by = models.DateField(null=True, blank=True)
    correction_note = models.CharField(max_length=500, blank=True)
    corrected_on = models.DateField(null=True, blank=True)
    corrected_by_name = models.CharField(max_length=60, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "record"], name="audit_item_once"),
            models.CheckConstraint(
                condition=Q(state="pending", result="")
                | (~Q(state="pending") & Q(result__gt="", checked_on__isnull=False)),
                name="audit_item_has_a_result",
            ),
            models.CheckConstraint(
                condition=~Q(state="to_correct") | Q(asked_on__isnull=False, correct_by__isnull=False),
                name="audit_item_corrected_by_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["round", "position"], name="audit_item_listing"),
            models.Index(fields=["correct_by"], condition=Q(state="to_correct"), name="audit_item_to_correct"),
        ]


class FieldCheck(models.Model):
    """What the audit found of one field."""

    id = models.BigAutoField(primary_key=True)
    item = models.ForeignKey(AuditItem, models.CASCADE, related_name="checks")
    field = models.CharField(max_length=40)
    recorded = models.JSONField(null=True)
    verdict = models.CharField(max_length=10)  # terms.Verdict
    found = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "field"], name="field_checked_once")]
