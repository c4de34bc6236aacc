"""Reads of the room; the viewer comes first."""

from .consents import Standing, allows, consents_of
from .messages import inbox_of, messages, unread_of

__all__ = ["Standing", "allows", "consents_of", "inbox_of", "messages", "unread_of"]
