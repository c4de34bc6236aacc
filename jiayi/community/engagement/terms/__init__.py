"""Words of the room."""

from .messages import OPEN_STATES, ChannelCode, Heard, MessageAsked, MessageState

__all__ = ["OPEN_STATES", "ChannelCode", "Heard", "MessageAsked", "MessageState"]
