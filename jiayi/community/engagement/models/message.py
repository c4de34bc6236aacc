"""The outbox: one row a message and channel, with how it stands."""

import json
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from jiayi.foundation.base.encryption import decrypt, encrypt
from jiayi.foundation.base.models import Entity


class Message(Entity):
    """A message to a resident; the words of its blanks are sealed, the text is made when it is read or sent."""

    key = models.CharField(max_length=120)
    template = models.CharField(max_length=40)  # rulebook/messages
    channel = models.CharField(max_length=10)  # terms.ChannelCode
    # The channels to try after this one.
    others = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    resident = models.ForeignKey("people.Resident", models.PROTECT, related_name="+", db_index=False)
    sealed_words = models.BinaryField(default=bytes)
    state = models.CharField(max_length=10, default="waiting")  # terms.MessageState
    reason = models.CharField(max_length=30, blank=True)  # the code of what went wrong
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    asked_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "channel"], name="message_once_a_channel"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "sending", "sent", "failed", "withdrawn"]), name="message_state_known"
            ),
            models.CheckConstraint(condition=~Q(state="sent") | Q(sent_at__isnull=False), name="message_sent_at"),
        ]
        indexes = [
            models.Index(fields=["resident", "channel", "-created_at"], name="message_of_resident"),
            models.Index(
                fields=["not_before", "id"], condition=Q(state__in=["waiting", "sending"]), name="message_to_send"
            ),
            models.Index(fields=["-created_at", "-id"], name="message_listing"),
        ]

    @property
    def place(self) -> str:
        """Where the words are bound to."""
        return f"engagement_message.sealed_words.{self.pk}"

    def seal(self, words: dict[str, Any]) -> None:
        """Keep the words of the blanks."""
        self.sealed_words = encrypt(json.dumps(words, ensure_ascii=False, default=str), self.place)

    @property
    def words(self) -> dict[str, Any]:
        """The words of the blanks; empty where they were erased."""
        kept = decrypt(self.sealed_words, self.place)
        return json.loads(kept) if kept else {}
