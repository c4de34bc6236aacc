"""Observations: one value each, whoever gave it."""

from django.db import models
from django.db.models import Q

from jiayi.foundation.base.models import Entity


class Observation(Entity):
    """A value of a resident at an instant; those of a corrected or voided record are voided, not deleted."""

    resident = models.ForeignKey("people.Resident", models.PROTECT, related_name="observations")
    code = models.CharField(max_length=40)
    number = models.DecimalField(max_digits=10, decimal_places=3, null=True, blank=True)
    text = models.CharField(max_length=40, blank=True)  # a code, where the value is no number
    unit = models.CharField(max_length=20, blank=True)  # rulebook/units.yaml
    at = models.DateTimeField()
    source = models.CharField(max_length=10)  # terms.Source
    record = models.ForeignKey("care.Record", models.PROTECT, null=True, blank=True, related_name="observations")
    device = models.CharField(max_length=60, blank=True)
    is_voided = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(number__isnull=False) | ~Q(text=""), name="observation_has_a_value"),
        ]
        indexes = [
            models.Index(fields=["resident", "code", "-at"], condition=Q(is_voided=False), name="observation_trend"),
            models.Index(fields=["record"], name="observation_of_record"),
        ]
