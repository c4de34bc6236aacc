"""Keeps every text for users translated: collects the messages of each room and compares them with its catalogue."""

from .catalogue import add_missing, conflicting_messages, missing_messages, unused_messages
from .messages import Message, messages_of
from .rooms import Room, rooms
from .untranslated import untranslated_texts

__all__ = [
    "Message",
    "Room",
    "add_missing",
    "conflicting_messages",
    "messages_of",
    "missing_messages",
    "rooms",
    "untranslated_texts",
    "unused_messages",
]
