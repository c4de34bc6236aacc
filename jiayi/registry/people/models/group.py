"""Population groups that were recorded for a resident; derived ones (by age) are computed."""

from django.db import models
from django.db.models import F, Q

from jiayi.foundation.base.models import Entity


class GroupMembership(Entity):
    """A resident's time in a group of the rulebook, with its evidence and where it was said.

    Of maternal, `since` is the day the pregnancy was registered and `delivered_on` the delivery.
    """

    resident = models.ForeignKey("people.Resident", models.CASCADE, related_name="group_memberships")
    group = models.CharField(max_length=30)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    delivered_on = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=200, blank=True, db_default="")
    source = models.CharField(max_length=20, default="staff")  # terms.GroupSource

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "group"], condition=Q(until=None), name="group_membership_open_once"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="group_membership_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["group", "resident"], name="group_members")]
