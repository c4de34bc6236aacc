"""What residents agreed to, purpose by purpose, and took back."""

from django.db import models
from django.db.models import F, Q

from jiayi.foundation.base.models import Entity


class Consent(Entity):
    """An answer to one purpose: yes or no since an instant, until another answer came. History is kept."""

    resident = models.ForeignKey("people.Resident", models.PROTECT, related_name="+", db_index=False)
    purpose = models.CharField(max_length=40)  # consent.purposes
    is_given = models.BooleanField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    said_by_name = models.CharField(max_length=60, blank=True)
    heard = models.CharField(max_length=10, default="portal")  # terms.Heard
    version = models.CharField(max_length=64, blank=True)  # of the rulebook whose words were shown

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "purpose"], condition=Q(until=None), name="consent_one_answer_stands"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="consent_ends_after_it_began"
            ),
        ]
