"""The room in words."""

from .messages import MESSAGE_COLUMNS, letter_papers, letter_row, message_list, message_row
from .voices import APPEAL_COLUMNS, appeal_list, appeal_row, conversation_rows, note_rows, survey_words

__all__ = [
    "APPEAL_COLUMNS",
    "MESSAGE_COLUMNS",
    "appeal_list",
    "appeal_row",
    "conversation_rows",
    "letter_papers",
    "letter_row",
    "message_list",
    "message_row",
    "note_rows",
    "survey_words",
]
