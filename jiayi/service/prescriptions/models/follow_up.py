"""Follow-ups of an order on set days."""

from django.db import models
from django.db.models import Q

from jiayi.foundation.base.models import Entity


class FollowUp(Entity):
    """One follow-up: due on a day, done by a record of care or by hand, and what it came to."""

    prescription = models.ForeignKey("prescriptions.Prescription", models.PROTECT, related_name="follow_ups")
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    record_id = models.UUIDField(null=True, blank=True)
    decision = models.CharField(max_length=10, blank=True)  # terms.FollowUpDecision
    note = models.CharField(max_length=200, blank=True)
    by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["prescription", "due_on"], name="prescription_follow_up_once"),
            models.CheckConstraint(
                condition=Q(done_on=None, decision="") | Q(done_on__isnull=False, decision__gt=""),
                name="prescription_follow_up_decided",
            ),
        ]
