"""The room in words."""

from .messages import MESSAGE_COLUMNS, message_list, message_row
from .voices import APPEAL_COLUMNS, appeal_list, appeal_row, conversation_rows, note_rows, survey_words

__all__ = [
    "APPEAL_COLUMNS",
    "MESSAGE_COLUMNS",
    "appeal_list",
    "appeal_row",
    "conversation_rows",
    "message_list",
    "message_row",
    "note_rows",
    "survey_words",
]
