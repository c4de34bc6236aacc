"""Writes of the room: keyword-only, one transaction each, audit inside."""

from .appealing import answer_appeal, make_appeal, withdraw_appeal
from .consenting import answer_consent
from .delivering import Delivered, deliver_due
from .following import point_voices_back, repoint_voices
from .mailing import begin_mailing, preview_mailing, write_mailing
from .messages import mark_read, message_words, send_message, send_messages, withdraw_messages_of
from .noting import answer_note, mark_notes_read, write_note
from .posting import post_letters
from .rating import rate_service
from .reminding import remind
from .surveying import answer_survey, begin_survey

__all__ = [
    "Delivered",
    "answer_appeal",
    "answer_consent",
    "answer_note",
    "answer_survey",
    "begin_mailing",
    "begin_survey",
    "deliver_due",
    "make_appeal",
    "mark_notes_read",
    "mark_read",
    "message_words",
    "point_voices_back",
    "post_letters",
    "preview_mailing",
    "rate_service",
    "remind",
    "repoint_voices",
    "send_message",
    "send_messages",
    "withdraw_appeal",
    "withdraw_messages_of",
    "write_mailing",
    "write_note",
]
