"""Children with a file of their own: malnutrition, anaemia, refractive error (S2.5-11)."""

from django.db import models
from django.db.models import F, Q

from jiayi.foundation.base.models import Entity

from .community import Member


class FrailChild(Entity):
    """The file of one condition of one child."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="frail_files", db_index=False)
    condition = models.CharField(max_length=40)  # kindergarten.frail_child_conditions
    opened_on = models.DateField()
    plan = models.CharField(max_length=500)
    closed_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "condition"], condition=Q(closed_on=None), name="frail_file_once"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | (Q(closed_on__gte=F("opened_on")) & ~Q(outcome="")),
                name="frail_file_closed_with_outcome",
            ),
        ]


class FrailReview(Entity):
    """What a monthly review found."""

    file = models.ForeignKey(FrailChild, models.CASCADE, related_name="reviews", db_index=False)
    reviewed_on = models.DateField()
    finding = models.CharField(max_length=300)
    plan = models.CharField(max_length=300, blank=True)
    reviewed_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "reviewed_on"], name="frail_review_once_a_day")]
