"""The ledger of states: one row each time an agreement comes to a state, written by the database itself."""

from django.db import models
from django.db.models.functions import Now


class AgreementStep(models.Model):
    """From which state to which, on which day, by which act and whom; no service writes it (migration 0004)."""

    id = models.BigAutoField(primary_key=True)
    agreement = models.ForeignKey("agreements.Agreement", models.CASCADE, related_name="steps", db_index=False)
    from_state = models.CharField(max_length=15, blank=True)  # "" before there was an agreement
    to_state = models.CharField(max_length=15)  # terms.State
    act = models.CharField(max_length=15, blank=True)  # terms.Act
    on = models.DateField(null=True)  # the day it is about, as its act told
    at = models.DateTimeField(db_default=Now())
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["agreement", "id"], name="agreement_steps")]
