"""What shows that a paper was signed: a scan, a drawn signature, a one-time code."""

from django.db import models

from jiayi.foundation.base.models import Entity


class SignatureEvidence(Entity):
    """One piece of evidence of one paper; `attachment_id` is the file of the documents room."""

    paper = models.ForeignKey("agreements.AgreementPaper", models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=10)  # terms.EvidenceKind
    signer = models.ForeignKey("people.Resident", models.PROTECT, related_name="+")
    attachment_id = models.UUIDField(null=True)
    taken_at = models.DateTimeField()
    taken_by = models.UUIDField(null=True)
    taken_by_name = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=200, blank=True)


class SigningCode(Entity):
    """A one-time code sent to the signer's phone; only its digest is kept, and it is good for one paper."""

    paper = models.ForeignKey("agreements.AgreementPaper", models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64)
    phone_tail = models.CharField(max_length=4)  # what staff see of the number
    expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper"], condition=models.Q(used_at=None), name="signing_code_open_once"),
        ]
