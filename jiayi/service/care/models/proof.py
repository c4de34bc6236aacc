"""What shows that a service took place, beside the record: a photo, a drawn signature, where it was."""

from django.db import models
from django.db.models import Q

from jiayi.foundation.base.models import Entity


class Proof(Entity):
    """One piece of it, taken with the consent of whom it shows; `attachment_id` is the file of the documents room."""

    record = models.ForeignKey("care.Record", models.CASCADE, related_name="proofs")
    kind = models.CharField(max_length=10)  # terms.ProofKind
    attachment_id = models.UUIDField(null=True, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)  # degrees, WGS 84
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    accuracy = models.PositiveIntegerField(null=True, blank=True)  # metres
    consented = models.BooleanField()
    note = models.CharField(max_length=200, blank=True)
    taken_at = models.DateTimeField()
    taken_by = models.UUIDField(null=True)
    taken_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(consented=True), name="proof_with_consent"),
            models.CheckConstraint(
                condition=Q(kind="position", attachment_id=None, latitude__isnull=False, longitude__isnull=False)
                | (~Q(kind="position") & Q(attachment_id__isnull=False, latitude=None, longitude=None)),
                name="proof_holds_what_it_is",
            ),
            models.CheckConstraint(
                condition=Q(latitude=None)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="proof_position_on_earth",
            ),
        ]
