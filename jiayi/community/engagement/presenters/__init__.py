"""The room in words."""

from .mailings import (
    MAILING_COLUMNS,
    delivery_list,
    group_options,
    mailing_list,
    mailing_row,
    mailing_words,
    preview_words,
)
from .messages import MESSAGE_COLUMNS, letter_papers, letter_row, message_list, message_row
from .voices import APPEAL_COLUMNS, appeal_list, appeal_row, conversation_rows, note_rows, survey_words

__all__ = [
    "APPEAL_COLUMNS",
    "MAILING_COLUMNS",
    "MESSAGE_COLUMNS",
    "appeal_list",
    "appeal_row",
    "conversation_rows",
    "delivery_list",
    "group_options",
    "letter_papers",
    "letter_row",
    "mailing_list",
    "mailing_row",
    "mailing_words",
    "message_list",
    "message_row",
    "note_rows",
    "preview_words",
    "survey_words",
]
