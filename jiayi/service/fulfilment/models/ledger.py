"""The ledger: what each service consumed of what was promised, and what was taken back."""

from django.db import models
from django.db.models.functions import Now


class LedgerEntry(models.Model):
    """One entry; the database lets nobody change or delete one (migration 0002)."""

    id = models.BigAutoField(primary_key=True)
    entitlement = models.ForeignKey("fulfilment.Entitlement", models.PROTECT, related_name="entries")
    service = models.ForeignKey("fulfilment.DoneService", models.PROTECT, related_name="entries")
    version = models.PositiveSmallIntegerField()  # of the record that consumed
    act = models.CharField(max_length=10)  # terms.Act
    is_extra = models.BooleanField()  # beyond what was promised: recorded, and not counted against it
    evidence = models.CharField(max_length=1)  # care.terms.Evidence
    on = models.DateField()  # the day of the service
    at = models.DateTimeField(db_default=Now())
