"""Examinations that were asked for, and what became of an earlier result that could be recognised (S4-11)."""

from django.db import models
from django.db.models import Q

from jiayi.foundation.base.models import Entity


class Examination(Entity):
    """One request. `result` is the recognised result it was weighed against; a repeat says why."""

    resident = models.ForeignKey("people.Resident", models.PROTECT, related_name="examinations", db_index=False)
    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="region_code")
    item = models.CharField(max_length=40)  # rulebook/examinations.yaml
    institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="+")
    asked_on = models.DateField()
    asked_by = models.UUIDField(null=True)
    asked_by_name = models.CharField(max_length=60, blank=True)
    purpose = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=10)  # terms.ExaminationOutcome
    result = models.ForeignKey("care.SharedResult", models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=30, blank=True)  # a code of recognition.repeat_reasons
    note = models.CharField(max_length=200, blank=True)
    submission_id = models.UUIDField(unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["used", "repeated", "new"]), name="examination_outcome_known"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="repeated") | Q(result__isnull=False, reason__gt=""),
                name="examination_repeated_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="used") | Q(result__isnull=False), name="examination_used_a_result"
            ),
        ]
        indexes = [
            models.Index(fields=["resident", "item", "-asked_on"], name="examination_latest"),
            models.Index(fields=["-asked_on", "-id"], name="examination_listing"),
        ]
