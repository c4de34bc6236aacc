"""What an agreement promises of one item in one agreement year."""

from django.db import models
from django.db.models import F, Q

from jiayi.foundation.base.models import Entity


class Entitlement(Entity):
    """So many of an item from a day to a day, both inclusive. What remains is a sum over the ledger, never kept.

    Agreements that follow each other by a change of packages within a term are one promise: what was done under the
    former counts in the same year of the same item.
    """

    agreement = models.ForeignKey("agreements.Agreement", models.CASCADE, related_name="entitlements", db_index=False)
    promise_id = models.UUIDField()  # the first agreement of those that follow each other within a term
    resident = models.ForeignKey("people.Resident", models.PROTECT, related_name="entitlements", db_index=False)
    item = models.CharField(max_length=40)  # rulebook/items.yaml
    year_starts_on = models.DateField()  # of the promise's year, which may have begun under a former agreement
    starts_on = models.DateField()
    ends_on = models.DateField()
    quantity = models.PositiveSmallIntegerField()
    interval_days = models.PositiveSmallIntegerField(null=True)
    is_withdrawn = models.BooleanField(default=False, db_default=False)  # the agreement was void: nothing was promised

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "item", "year_starts_on"], name="entitlement_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="entitlement_ends_after_start"),
        ]
        indexes = [
            models.Index(fields=["resident", "item"], name="entitlement_resident"),
            models.Index(fields=["promise_id", "item", "year_starts_on"], name="entitlement_promise"),
        ]
