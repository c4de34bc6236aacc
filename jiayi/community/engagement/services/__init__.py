"""Writes of the room: keyword-only, one transaction each, audit inside."""

from .consenting import answer_consent
from .delivering import Delivered, deliver_due
from .messages import mark_read, send_message, send_messages, withdraw_messages_of
from .reminding import remind

__all__ = [
    "Delivered",
    "answer_consent",
    "deliver_due",
    "mark_read",
    "remind",
    "send_message",
    "send_messages",
    "withdraw_messages_of",
]
