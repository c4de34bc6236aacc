"""What the insurer was told of a handing over, and what it answered."""

from django.db import models
from django.db.models import Q

from jiayi.foundation.base.models import Entity


class Claim(Entity):
    """One handing over before the insurer; money in fen, the parts are known once it has answered."""

    dispensing = models.OneToOneField("prescriptions.Dispensing", models.PROTECT, related_name="claim")
    state = models.CharField(max_length=10, default="told")  # terms.ClaimState
    amount_fen = models.PositiveIntegerField(null=True, blank=True)  # by the county's formulary, where all prices stand
    told_on = models.DateField()
    number = models.CharField(max_length=60, blank=True)  # the insurer's
    pool_fen = models.PositiveIntegerField(null=True, blank=True)
    account_fen = models.PositiveIntegerField(null=True, blank=True)
    own_fen = models.PositiveIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["told", "paid", "refused"]), name="claim_state_known"),
            models.CheckConstraint(
                condition=~Q(state="paid")
                | Q(number__gt="", pool_fen__isnull=False, account_fen__isnull=False, own_fen__isnull=False),
                name="claim_paid_in_parts",
            ),
            models.CheckConstraint(condition=~Q(state="refused") | Q(reason__gt=""), name="claim_refused_says_why"),
        ]
        indexes = [models.Index(fields=["state", "told_on"], name="claim_standing")]
