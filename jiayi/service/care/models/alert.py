"""Abnormal values measured at home, until somebody of the team has answered them (S3-37)."""

from django.db import models
from django.db.models import Q

from jiayi.foundation.base.models import Entity


class HomeAlert(Entity):
    """The gravest reading of a resident that waits for the team; a record of the resident answers it, or a word."""

    resident = models.ForeignKey("people.Resident", models.PROTECT, related_name="home_alerts")
    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="region_code")
    team = models.ForeignKey("organization.Team", models.PROTECT, null=True, blank=True, related_name="+")
    observation = models.ForeignKey("care.Observation", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10)  # terms.ReadingState
    outcome = models.JSONField(default=dict)  # of care.home_reading, with its reasons
    opened_on = models.DateField()
    due_on = models.DateField()
    answered_on = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=12, blank=True)  # terms.AlertAnswer
    note = models.CharField(max_length=200, blank=True)
    answered_by = models.UUIDField(null=True)
    answered_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resident"], condition=Q(answered_on=None), name="home_alert_open_once"),
            models.CheckConstraint(condition=Q(answered_on=None) | ~Q(answer=""), name="home_alert_answered_somehow"),
        ]
        indexes = [models.Index(fields=["resident", "-opened_on"], name="home_alert_of_resident")]
