"""A text to everybody of a group."""

from django.db import models
from django.db.models import Q

from jiayi.community.engagement.terms import MailingAsked
from jiayi.foundation.base.models import Entity


class Mailing(Entity):
    """One text to the willing residents of a region; its messages bear the key `mailing:<id>:<resident id>`."""

    region = models.ForeignKey("organization.Region", models.PROTECT, related_name="+", db_column="region_code")
    group = models.CharField(max_length=40, blank=True)  # rulebook/groups.yaml; none: everybody
    signed_only = models.BooleanField(default=False)
    text = models.TextField()  # names nobody
    most = models.PositiveIntegerField()  # addressees, by the limit of the day it was begun
    counts = models.JSONField(default=dict)  # terms.MailingReach as it stood then
    state = models.CharField(max_length=10, default="sending")  # terms.MailingState
    submission_id = models.UUIDField(unique=True)
    run_id = models.UUIDField(null=True)
    begun_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["sending", "sent", "stopped"]), name="mailing_state_known"),
            models.CheckConstraint(condition=~Q(text=""), name="mailing_says_something"),
        ]

    @property
    def asked(self) -> MailingAsked:
        """Whom it is for, and what it says."""
        return MailingAsked(self.region_id, self.text, self.group, self.signed_only)

    @property
    def key(self) -> str:
        """What the keys of its messages begin with."""
        return f"mailing:{self.pk}"
