"""Deductibles paid within an episode: what remains of a higher level's is a difference, never a column."""

from django.db import models
from django.db.models import Q

from jiayi.foundation.base.models import Entity


class DeductiblePayment(Entity):
    """One stay of an episode: at which level, what of its deductible was paid; `episode_id` is the referral's."""

    resident = models.ForeignKey("people.Resident", models.PROTECT, related_name="+")
    episode_id = models.UUIDField(db_index=True)
    level = models.CharField(max_length=10)
    institution_name = models.CharField(max_length=120)
    admitted_on = models.DateField()
    deductible_fen = models.BigIntegerField()
    noted_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["episode_id", "institution_name", "admitted_on"], name="deductible_payment_once_a_stay"
            ),
            models.CheckConstraint(condition=Q(deductible_fen__gte=0), name="deductible_payment_not_negative"),
        ]
