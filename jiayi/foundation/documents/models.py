"""Files that belong to something: scans, drawn signatures, photos. Their contents lie encrypted in the data folder."""

from django.db import models

from jiayi.foundation.base.models import Entity


class Attachment(Entity):
    """One file about a thing; whoever may see the thing may see the file, which its room decides."""

    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    content_type = models.CharField(max_length=40)
    file_name = models.CharField(max_length=120, blank=True)
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    added_by = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="attachment_of_subject")]
