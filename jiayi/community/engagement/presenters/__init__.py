"""The room in words."""

from .messages import MESSAGE_COLUMNS, message_list, message_row

__all__ = ["MESSAGE_COLUMNS", "message_list", "message_row"]
