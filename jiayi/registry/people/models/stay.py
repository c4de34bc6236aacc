"""Times in which a resident of the county lives elsewhere, so that those at home can be counted (S2.6-02)."""

from django.db import models
from django.db.models import F, Q

from jiayi.foundation.base.models import Entity


class StayElsewhere(Entity):
    """A resident who is kept here lives elsewhere from `since` to `until`, the last day (none: still)."""

    resident = models.ForeignKey("people.Resident", models.CASCADE, related_name="stays_elsewhere")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=20)  # terms.StayReason
    place = models.CharField(max_length=100, blank=True, db_default="")  # where to, as far as known
    entered_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resident"], condition=Q(until=None), name="stay_elsewhere_open_once"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="stay_elsewhere_ends_after_start"
            ),
        ]
