"""Files of activities and meetings."""

from django.db import models
from django.db.models import Q

from jiayi.foundation.base.models import Entity


class KeptFile(Entity):
    """A photo, sheet, slides or minutes; one that was taken out again stays with the day it was."""

    activity = models.ForeignKey("outreach.Activity", models.CASCADE, null=True, blank=True, related_name="files")
    meeting = models.ForeignKey("outreach.Meeting", models.CASCADE, null=True, blank=True, related_name="files")
    kind = models.CharField(max_length=20)  # terms.FileKind
    attachment_id = models.UUIDField()  # documents.Attachment
    sha256 = models.CharField(max_length=64)
    file_name = models.CharField(max_length=120, blank=True)
    added_at = models.DateTimeField()
    added_by_name = models.CharField(max_length=60, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(activity=None) ^ Q(meeting=None), name="kept_file_of_one_thing"),
            models.UniqueConstraint(
                fields=["activity", "meeting", "sha256"],
                condition=Q(removed_at=None),
                nulls_distinct=False,
                name="kept_file_once",
            ),
        ]
