"""What was given out of an order, to whom, from which lot, and what came back. Rows are only added."""

from django.db import models
from django.db.models import Q

from jiayi.foundation.base.models import Entity


class Dispensing(Entity):
    """One handing over: the days that it covers, or none where it only makes up for what was owed."""

    prescription = models.ForeignKey("prescriptions.Prescription", models.PROTECT, related_name="dispensings")
    institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="+")
    on = models.DateField()
    days = models.PositiveSmallIntegerField()
    window = models.CharField(max_length=10)  # state of prescriptions.refill before it
    way = models.CharField(max_length=10)  # terms.Way
    relation = models.CharField(max_length=10)  # terms.Relation
    picker_name = models.CharField(max_length=60, blank=True)
    picker_number_sealed = models.BinaryField(null=True)
    early_reason = models.CharField(max_length=15, blank=True)  # terms.EarlyReason
    early_note = models.CharField(max_length=200, blank=True)
    carrier = models.CharField(max_length=60, blank=True)
    waybill = models.CharField(max_length=60, blank=True)
    received_on = models.DateField(null=True, blank=True)
    received_by = models.CharField(max_length=60, blank=True)
    submission_id = models.UUIDField(unique=True)
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(window="too_early") | Q(days=0) | Q(early_reason__gt=""),
                name="dispensed_early_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["prescription", "on"], name="dispensing_of_prescription"),
            models.Index(fields=["institution", "-on", "-id"], name="dispensing_at_institution"),
        ]


class DispensedItem(models.Model):
    """So many units of one item from one lot; lot is none where a designated pharmacy gave them from its own."""

    id = models.BigAutoField(primary_key=True)
    dispensing = models.ForeignKey(Dispensing, models.PROTECT, related_name="items")
    item = models.ForeignKey("prescriptions.PrescriptionItem", models.PROTECT, related_name="dispensed")
    lot = models.ForeignKey("prescriptions.StockLot", models.PROTECT, null=True, blank=True, related_name="+")
    lot_number = models.CharField(max_length=40)
    expires_on = models.DateField()
    quantity = models.PositiveIntegerField()
    is_free = models.BooleanField(default=False, db_default=False)  # by prescriptions.benefit, on the day

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(quantity__gt=0), name="dispensed_item_some")]


class DispensingReturn(Entity):
    """What came back of a handing over, and how many days it covers no more."""

    dispensing = models.ForeignKey(Dispensing, models.PROTECT, related_name="returns")
    on = models.DateField()
    days = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=20)  # terms.ReturnReason
    is_restocked = models.BooleanField()  # it never left our hands; anything else is destroyed
    note = models.CharField(max_length=200, blank=True)
    submission_id = models.UUIDField(unique=True)
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=60, blank=True)


class ReturnedItem(models.Model):
    """So many units of what was given."""

    id = models.BigAutoField(primary_key=True)
    back = models.ForeignKey(DispensingReturn, models.PROTECT, related_name="items")
    dispensed = models.ForeignKey(DispensedItem, models.PROTECT, related_name="returned")
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(quantity__gt=0), name="returned_item_some")]
