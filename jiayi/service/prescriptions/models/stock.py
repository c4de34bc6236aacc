"""Stock of an institution by lot; every change of a lot is a movement."""

from django.db import models
from django.db.models import Q

from jiayi.foundation.base.models import Entity


class StockLot(Entity):
    """One lot at one institution. on_hand is the sum of its movements, kept so that it never falls below nothing."""

    institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="+")
    drug = models.CharField(max_length=60)  # rulebook/drugs
    form = models.CharField(max_length=30)
    strength = models.CharField(max_length=40)
    number = models.CharField(max_length=40)
    expires_on = models.DateField()
    on_hand = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "drug", "form", "strength", "number"], name="stock_lot_once"
            ),
            models.CheckConstraint(condition=Q(on_hand__gte=0), name="stock_never_below_nothing"),
        ]
        indexes = [
            models.Index(
                fields=["institution", "drug", "expires_on"], condition=Q(on_hand__gt=0), name="stock_first_expired"
            ),
        ]


class StockMovement(models.Model):
    """So many units more or fewer, and what made them so."""

    id = models.BigAutoField(primary_key=True)
    lot = models.ForeignKey(StockLot, models.PROTECT, related_name="movements")
    kind = models.CharField(max_length=12)  # terms.MovementKind
    quantity = models.IntegerField()
    on = models.DateField()
    subject_id = models.UUIDField(null=True)  # the dispensing or return
    note = models.CharField(max_length=200, blank=True)
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(quantity=0), name="stock_movement_some")]
        indexes = [models.Index(fields=["lot", "id"], name="stock_movement_of_lot")]


class StockMinimum(Entity):
    """Of how many units an institution wants to be warned."""

    institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="+")
    drug = models.CharField(max_length=60)
    form = models.CharField(max_length=30)
    strength = models.CharField(max_length=40)
    minimum = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "drug", "form", "strength"], name="stock_minimum_once"),
        ]
