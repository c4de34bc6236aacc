"""Reads of the room; the viewer comes first."""

from .consents import Standing, allows, consents_of
from .mailings import delivered, deliveries, longest_text, mailing_for, mailing_groups, mailings, preview_of
from .messages import inbox_of, letters_to_post, messages, unread_of
from .points import PointLine, PointRules, point_rules, points_for, voiced_in
from .surveys import SurveyResult, items_to_know, open_invitation, result_of, survey_for, surveys
from .voices import (
    answer_days,
    appeal_for,
    appeals,
    appeals_of,
    conversations,
    note_rules,
    notes_of,
    ratings_of,
    unread_notes,
)

__all__ = [
    "PointLine",
    "PointRules",
    "Standing",
    "SurveyResult",
    "allows",
    "answer_days",
    "appeal_for",
    "appeals",
    "appeals_of",
    "consents_of",
    "conversations",
    "delivered",
    "deliveries",
    "inbox_of",
    "letters_to_post",
    "items_to_know",
    "longest_text",
    "mailing_for",
    "mailing_groups",
    "mailings",
    "messages",
    "note_rules",
    "notes_of",
    "open_invitation",
    "point_rules",
    "preview_of",
    "points_for",
    "ratings_of",
    "result_of",
    "survey_for",
    "surveys",
    "unread_notes",
    "unread_of",
    "voiced_in",
]
