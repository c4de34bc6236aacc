"""Population groups that were recorded for a resident; derived ones (by age) are computed."""

from django.db import models
from django.db.models import Q

from jiayi.foundation.base.models import Entity


class GroupMembership(Entity):
    """A resident's time in a group of rulebook/groups.yaml, with its evidence and where it was said."""

    resident = models.ForeignKey("people.Resident", models.CASCADE, related_name="group_memberships")
    group = models.CharField(max_length=30)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=20, default="staff")  # terms.GroupSource

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "group"], condition=Q(until=None), name="group_membership_open_once"
            ),
        ]
        indexes = [models.Index(fields=["group", "resident"], name="group_members")]
