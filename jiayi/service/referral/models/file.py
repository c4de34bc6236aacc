"""Files of a referral: reports, images, evidence."""

from django.db import models
from django.db.models import Q

from jiayi.foundation.base.models import Entity


class ReferralFile(Entity):
    """One file that goes with the patient; taken out again, it stays with the day it was."""

    referral = models.ForeignKey("referral.Referral", models.CASCADE, related_name="files", db_index=False)
    kind = models.CharField(max_length=20)  # terms.FileKind
    attachment_id = models.UUIDField()  # documents.Attachment
    sha256 = models.CharField(max_length=64)
    file_name = models.CharField(max_length=120, blank=True)
    added_at = models.DateTimeField()
    added_by = models.UUIDField(null=True)
    added_by_name = models.CharField(max_length=60, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "sha256"], condition=Q(removed_at=None), name="referral_file_once"
            ),
        ]
