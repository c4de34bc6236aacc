"""Tables of the room."""

from .consent import Consent
from .message import Message

__all__ = ["Consent", "Message"]
