"""The append-only history of changes and of reads of personal data, and the seals over it."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Entry(models.Model):
    """One act: who, when, from where, what, on whom; fields by name and masked values only."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=60)
    on_behalf_of = models.UUIDField(null=True)  # the doctor an assistant acts for (S0-11)
    act = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_ids = ArrayField(models.CharField(max_length=40), default=list)
    resident_ids = ArrayField(models.UUIDField(), default=list)
    details = models.JSONField(default=dict)
    request_id = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=45, blank=True)

    class Meta:
        indexes = [
            GinIndex(fields=["resident_ids"], name="audit_residents"),
            models.Index(fields=["actor_id", "-id"], name="audit_actor"),
            models.Index(fields=["act", "-id"], name="audit_act"),
            GinIndex(fields=["subject_ids"], name="audit_subjects"),
        ]


class Seal(models.Model):
    """A link of the chain: the digest of the one before and of the entries sealed here, in their order."""

    id = models.BigAutoField(primary_key=True)
    sealed_at = models.DateTimeField()
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    entry_count = models.IntegerField()


class SealedEntry(models.Model):
    """An entry's digest at the time it was sealed."""

    entry_id = models.BigIntegerField(primary_key=True)
    seal = models.ForeignKey(Seal, models.PROTECT, related_name="entries")
    digest = models.CharField(max_length=64)


class WaitingEntry(models.Model):
    """An entry that no seal holds yet; a trigger adds it in the entry's own transaction, the sealer takes it out."""

    entry_id = models.BigIntegerField(primary_key=True)
