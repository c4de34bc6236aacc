"""Residents of groups to be covered in full, given to a team and a person to visit and sign (S0-06)."""

from django.db import models
from django.db.models import Q

from jiayi.foundation.base.models import Entity


class SigningDuty(Entity):
    """Somebody is to visit a resident and sign them; over when another is given the resident. Days are inclusive."""

    resident = models.ForeignKey("people.Resident", models.CASCADE, related_name="signing_duties")
    team = models.ForeignKey("organization.Team", models.PROTECT, related_name="+")
    practitioner = models.ForeignKey("organization.Practitioner", models.PROTECT, related_name="+")
    given_on = models.DateField()
    due_on = models.DateField()
    given_by = models.UUIDField(null=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resident"], condition=Q(ended_on=None), name="signing_duty_open_once"),
            models.CheckConstraint(condition=Q(due_on__gte=models.F("given_on")), name="signing_duty_due_after_given"),
        ]
