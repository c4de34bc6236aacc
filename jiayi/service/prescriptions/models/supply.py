"""Medicine that the county hospital supplies to a township for what it lacks: asked, sent from lots, received."""

from django.db import models
from django.db.models import F, Q

from jiayi.foundation.base.models import Entity
from jiayi.service.prescriptions.terms import SupplyState


class SupplyRequest(Entity):
    """One request of one institution to another; services.supplying alone changes its state, under its lock."""

    from_institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="+", db_index=False)
    to_institution = models.ForeignKey("organization.Institution", models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, default=SupplyState.ASKED)  # terms.SupplyState
    reason = models.CharField(max_length=200)
    asked_on = models.DateField()
    asked_by_name = models.CharField(max_length=60, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by_name = models.CharField(max_length=60, blank=True)
    received_on = models.DateField(null=True, blank=True)
    received_by_name = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=200, blank=True)
    submission_id = models.UUIDField(unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(SupplyState)), name="supply_state_known"),
            models.CheckConstraint(condition=~Q(to_institution=F("from_institution")), name="supply_from_another"),
        ]
        indexes = [
            models.Index(fields=["from_institution", "-asked_on", "-id"], name="supply_asked"),
            models.Index(fields=["to_institution", "state", "-asked_on", "-id"], name="supply_inbox"),
        ]


class SupplyLine(models.Model):
    """So many units of one drug that were asked for."""

    id = models.BigAutoField(primary_key=True)
    request = models.ForeignKey(SupplyRequest, models.PROTECT, related_name="lines")
    drug = models.CharField(max_length=60)
    form = models.CharField(max_length=30)
    strength = models.CharField(max_length=40)
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="supply_line_some"),
            models.UniqueConstraint(fields=["request", "drug", "form", "strength"], name="supply_line_once"),
        ]


class SupplyPart(models.Model):
    """So many units of a lot that were sent for a line."""

    id = models.BigAutoField(primary_key=True)
    line = models.ForeignKey(SupplyLine, models.PROTECT, related_name="parts")
    lot_number = models.CharField(max_length=40)
    expires_on = models.DateField()
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(quantity__gt=0), name="supply_part_some")]
