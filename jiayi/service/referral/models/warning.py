"""Early warnings: an institution's rate of up-referrals comes near its cap, or exceeds it."""

from django.db import models
from django.db.models import Q

from jiayi.foundation.base.models import Entity


class RateWarning(Entity):
    """One warning of an institution, until somebody who supervises it has answered."""

    institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField()
    referred = models.PositiveIntegerField()
    treated = models.PositiveIntegerField()
    rate = models.FloatField()
    cap = models.FloatField()
    state = models.CharField(max_length=10)  # near, over
    opened_on = models.DateField()
    due_on = models.DateField()
    answered_on = models.DateField(null=True, blank=True)
    answered_by_name = models.CharField(max_length=60, blank=True)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution"], condition=Q(answered_on=None), name="rate_warning_once_open"
            ),
        ]
