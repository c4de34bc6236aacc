"""Who may act for whom beside a guardian: with the member's own word, or on paper."""

from django.db import models
from django.db.models import F, Q

from jiayi.foundation.base.models import Entity


class Authority(Entity):
    """A member of a household lets another act for them; `until` is the last day."""

    member = models.ForeignKey("people.Resident", models.PROTECT, related_name="+")
    actor = models.ForeignKey("people.Resident", models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=200, blank=True)  # the paper, where staff entered it
    given_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "actor"], condition=Q(until=None), name="authority_open_once"),
            models.CheckConstraint(condition=~Q(member=F("actor")), name="authority_over_another"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="authority_ends_later"),
        ]
