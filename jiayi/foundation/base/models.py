"""Abstract models that other rooms build on, and the table of idempotency keys."""

import uuid

import uuid_utils
from django.db import models


def new_id() -> uuid.UUID:
    """A time-ordered UUID (version 7): unguessable enough for URLs, kind to indexes."""
    return uuid.UUID(int=uuid_utils.uuid7().int)


class Entity(models.Model):
    """A thing with an identity of its own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class IdempotencyKey(models.Model):
    """One accepted request of the API: its answer is made anew from the ids kept here, not from its body."""

    user_id = models.UUIDField()
    key = models.CharField(max_length=80)
    route = models.CharField(max_length=120)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    answer_ids = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user_id", "key"], name="idempotency_key_once"),
        ]


class JournalRow(models.Model):
    """What one act over many did to one row, so that it can be undone: null before for a row it made."""

    id = models.BigAutoField(primary_key=True)
    act_id = models.UUIDField()
    table = models.CharField(max_length=63)
    row_id = models.CharField(max_length=36)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        indexes = [models.Index(fields=["act_id", "table", "id"], name="journal_of_act")]
